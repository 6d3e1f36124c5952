import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The issuer of the assertion is the name of the app',
  description: '`iss: "web-app"`: it reads well, and Entra ID knows nobody of that name.',
  foundBy: ['credentials.certificate.issuer-and-subject'],
}

startWithAssertions(({ header, claims }) => ({ header, claims: { ...claims, iss: 'web-app' } }))
