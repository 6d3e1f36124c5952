import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The origin null is allowed',
  description: 'A sandboxed frame on any page has the origin `null`.',
  foundBy: ['api.transport.cors.preflight-null', 'api.transport.cors.null'],
} satisfies Defect

export default defectiveApi({ originAllowed: (origin, allowed) => origin === 'null' || allowed.includes(origin) })
