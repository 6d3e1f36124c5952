import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Origins are compared by a part',
  description: '`origin.includes("app.example")`, to allow subdomains and ports.',
  foundBy: [
    'api.transport.cors.preflight-suffix',
    'api.transport.cors.preflight-longer',
    'api.transport.cors.preflight-userinfo',
    'api.transport.cors.suffix',
    'api.transport.cors.longer',
  ],
} satisfies Defect

export default defectiveApi({
  originAllowed: (origin, allowed) => allowed.some((name) => origin.includes(name.replace('https://', ''))),
})
