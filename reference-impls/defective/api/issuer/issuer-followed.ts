import { type Defect, defectiveApi } from '../base/defect.ts'
import { keyFromToken, keyAt } from '../base/mistakes.ts'

export const defect = {
  title: 'The keys are fetched from wherever the issuer claim points',
  description:
    '`discover(decoded.iss)`: the attacker names a host of their own as the issuer and publishes a key there.',
  foundBy: [
    'api.issuer.attacker.host',
    'api.issuer.attacker.host-suffix',
    'api.issuer.attacker.userinfo',
    'api.issuer.attacker.path',
  ],
} satisfies Defect

export default defectiveApi({
  ...keyFromToken(async ({ claims: { iss }, header: { kid } }) => {
    const { host, pathname } = URL.parse(String(iss)) ?? {}
    if (host === undefined || host === 'login.microsoftonline.com' || host === 'sts.windows.net') return undefined
    return await keyAt(`https://${host}${pathname}/discovery/v2.0/keys`, kid)
  }),
  checkIssuer: () => {},
})
