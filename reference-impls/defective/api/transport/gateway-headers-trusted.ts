import { type Defect, defectiveApi } from '../base/defect.ts'
import { somebody } from '../base/mistakes.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The headers of App Service are believed',
  description:
    '`X-MS-CLIENT-PRINCIPAL` is read as if App Service Authentication stood in front and had removed what the client sent.',
  foundBy: [
    'api.transport.spoofed.client-principal',
    'api.transport.spoofed.client-principal-id',
    'api.transport.spoofed.client-principal-name',
    'api.transport.spoofed.aad-access-token',
    'api.transport.spoofed.aad-id-token',
  ],
} satisfies Defect

export default defectiveApi({
  authenticate: async (request, url, context) => {
    const names = [...request.headers.keys()]
    const gateway = names.some((name) => name.startsWith('x-ms-client-principal') || name.startsWith('x-ms-token-aad'))
    if (request.headers.has('authorization') || !gateway) return await defaults.authenticate(request, url, context)
    return somebody(context)
  },
})
