import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion is good for an hour',
  description: 'As long as the token it is exchanged for; ten minutes are enough for an exchange.',
  foundBy: ['credentials.certificate.lifetime'],
}

startWithAssertions(({ header, claims }, now) => ({ header, claims: { ...claims, exp: now + 3600 } }))
