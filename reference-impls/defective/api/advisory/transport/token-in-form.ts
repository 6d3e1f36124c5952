import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The token is accepted from the form body',
  description:
    'The body is parsed before authentication and `access_token` taken from it, whatever the method or the header.',
  foundBy: ['api.transport.body.form'],
} satisfies Defect

export default defectiveApi({
  readBearer: async (request, url) => {
    const type = request.headers.get('content-type') ?? ''
    const form = type.includes('urlencoded') ? new URLSearchParams(await request.clone().text()) : undefined
    return form?.get('access_token') ?? defaults.readBearer(request, url)
  },
})
