import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The declared origin is refused',
  description: 'The origins in the settings have a trailing slash, so no browser ever matches.',
  foundBy: ['api.transport.cors.preflight-allowed', 'api.transport.cors.allowed', 'api.transport.cors.denial-readable'],
} satisfies Defect

export default defectiveApi({ originAllowed: () => false })
