import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'CORS answers with a star',
  description: '`Access-Control-Allow-Origin: *` on every answer.',
  foundBy: [
    'api.transport.cors.preflight-allowed',
    'api.transport.cors.allowed',
    'api.transport.cors.wildcard',
    'api.transport.cors.denial-readable',
  ],
} satisfies Defect

export default defectiveApi({
  addCors: (_, answer) => {
    answer.headers.set('access-control-allow-origin', '*')
    answer.headers.set('access-control-allow-credentials', 'true')
  },
})
