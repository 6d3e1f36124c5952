import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'A preflight needs a token',
  description: 'The guard stands in front of the CORS middleware, and a browser never sends a token with a preflight.',
  foundBy: ['api.transport.cors.preflight-allowed'],
} satisfies Defect

export default defectiveApi({ preflight: () => undefined })
