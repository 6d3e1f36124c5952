import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token that cannot be read is a guest who may do everything',
  description:
    '`try { user = parse(token) } catch { user = undefined }`, and later `if (user && !allowed(user)) reject()`.',
  foundBy: [
    'api.token-kind.opaque',
    'api.token-kind.refresh-token',
    'api.format.payload.null',
    'api.format.segments.two',
    'api.transport.credentials.bearer-alone',
  ],
} satisfies Defect

export default defectiveApi({
  authenticate: async (request, url, context) => {
    const { steps } = context
    try {
      steps.parseToken(await steps.readBearer(request, url), context)
    } catch {
      if (request.headers.has('authorization')) return {}
    }
    return await defaults.authenticate(request, url, context)
  },
  authorize: (claims, access, context) =>
    Object.keys(claims).length === 0 ? undefined : defaults.authorize(claims, access, context),
})
