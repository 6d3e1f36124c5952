import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'A token that is bound to a key is accepted as a bearer token',
  description: '`cnf` is not looked at, so a stolen bound token works without its key.',
  foundBy: [
    'api.token-kind.bound.dpop',
    'api.token-kind.bound.signed-http-request',
    'api.token-kind.bound.certificate',
  ],
} satisfies Defect

export default defectiveApi({ checkKind: () => {} })
