import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The certificate does not travel with the assertion',
  description:
    'The app trusts a subject name and issuer, and `x5c` was forgotten: after the next rotation nobody signs in.',
  foundBy: ['credentials.certificate.chain'],
}

startWithAssertions(({ header: { typ, alg, 'x5t#S256': thumbprint }, claims }) => ({
  header: { typ, alg, 'x5t#S256': thumbprint },
  claims,
}))
