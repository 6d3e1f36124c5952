import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Any origin is allowed',
  description: '`origin: true` with credentials: every page on the web may call the API for its visitor.',
  foundBy: [
    'api.transport.cors.preflight-foreign',
    'api.transport.cors.preflight-null',
    'api.transport.cors.preflight-suffix',
    'api.transport.cors.preflight-longer',
    'api.transport.cors.preflight-userinfo',
  ],
} satisfies Defect

export default defectiveApi({ originAllowed: () => true })
