import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'The issuer is not checked',
  description: '`validateIssuer: false`, usually to make multi-tenant sign-in work.',
  foundBy: [
    'api.issuer.other-tenant.claims-our-tid',
    'api.issuer.missing',
    'api.issuer.null',
    'api.issuer.v2.http',
    'api.issuer.v2.host-suffix',
  ],
} satisfies Defect

export default defectiveApi({ checkIssuer: () => {} })
