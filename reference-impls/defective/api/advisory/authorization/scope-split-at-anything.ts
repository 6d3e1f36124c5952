import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'Scopes are split at whatever separates words',
  description:
    '`scp.split(/[\\s,;]+/)`: only a space separates scopes, so other readers see one scope where this one sees two.',
  foundBy: [
    'api.authorization.scope.comma',
    'api.authorization.scope.semicolon',
    'api.authorization.scope.tab',
    'api.authorization.scope.newline',
    'api.authorization.scope.no-break-space',
  ],
} satisfies Defect

export default defectiveApi({ scopesOf: (claims) => String(claims['scp']).split(/[\s,;]+/) })
