import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion is signed with RS512',
  description: 'The longest hash was taken for the best; Entra ID takes PS256 and RS256.',
  foundBy: ['credentials.certificate.algorithm'],
}

startWithAssertions(({ header, claims }) => ({ header: { ...header, alg: 'RS512' }, claims }))
