import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion is good for years',
  description: 'It was signed by hand once, and put into the settings.',
  foundBy: ['credentials.certificate.expiry'],
}

startWithAssertions(({ header, claims }, now) => ({ header, claims: { ...claims, exp: now + 5 * 365 * 86_400 } }))
