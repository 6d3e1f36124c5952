import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion is for the sign-in service as a whole',
  description: '`aud` is the host alone, so it is good in every tenant.',
  foundBy: ['credentials.certificate.audience'],
}

startWithAssertions(({ header, claims }) => ({
  header,
  claims: { ...claims, aud: 'https://login.microsoftonline.com' },
}))
