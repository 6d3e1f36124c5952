import { type Defect, defectiveApi } from '../base/defect.ts'
import { somebody } from '../base/mistakes.ts'
import { matchPath } from '../base/routes.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A method that was not declared is answered like GET, unguarded',
  description: '`app.use(path, handler)` answers every method, and the guard stands on the declared ones alone.',
  foundBy: [
    'api.transport.method.head',
    'api.transport.method.post',
    'api.transport.method.put',
    'api.transport.method.patch',
    'api.transport.method.delete',
    'api.transport.method.options',
  ],
} satisfies Defect

function isDeclared({ method, url }: Request): boolean {
  return matchPath(new URL(url).pathname).candidates.some((route) => route.method === method)
}

export default defectiveApi({
  methodOf: (request) => (isDeclared(request) ? request.method : 'GET'),
  authenticate: async (request, url, context) =>
    isDeclared(request) ? await defaults.authenticate(request, url, context) : somebody(context),
})
