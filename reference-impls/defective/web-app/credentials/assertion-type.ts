import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion says that it is an access token',
  description: '`typ: "at+jwt"` was copied from the tokens that the app gets.',
  foundBy: ['credentials.certificate.type'],
}

startWithAssertions(({ header, claims }) => ({ header: { ...header, typ: 'at+jwt' }, claims }))
