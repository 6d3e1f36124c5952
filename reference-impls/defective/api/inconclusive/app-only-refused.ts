import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Tokens without a user are refused',
  description: '`claims.scp.split(" ")` first: a service that holds the app role never gets in.',
  foundBy: ['api.baseline.v2-app-only', 'api.baseline.v1-app-only'],
} satisfies Defect

export default defectiveApi({
  callerKind: () => 'user',
})
