import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion does not name its certificate',
  description: 'No `x5t` and no `x5t#S256`: Entra ID would have to try every one that is registered.',
  foundBy: ['credentials.certificate.thumbprint'],
}

startWithAssertions(({ header: { typ, alg, x5c }, claims }) => ({ header: { typ, alg, x5c }, claims }))
