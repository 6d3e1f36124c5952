import { type Defect, defectiveApi } from '../base/defect.ts'
import { somebody } from '../base/mistakes.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The path is taken from X-Original-URL',
  description:
    'A reverse proxy used to rewrite paths, and the router still prefers its header, after the guard has looked at the other path.',
  foundBy: ['api.transport.path.x-original-url', 'api.transport.path.x-rewrite-url'],
} satisfies Defect

export default defectiveApi({
  pathOf: (request, url) =>
    request.headers.get('x-original-url') ?? request.headers.get('x-rewrite-url') ?? url.pathname,
  authenticate: async (request, url, context) => {
    if (url.pathname !== '/health') return await defaults.authenticate(request, url, context)
    return somebody(context)
  },
})
