import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion is signed with RS256',
  description: 'What every sample has. Entra ID takes it, and asks for PS256.',
  foundBy: ['credentials.certificate.algorithm-pss'],
}

startWithAssertions((assertion) => assertion)
