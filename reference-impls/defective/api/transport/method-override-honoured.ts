import { type Defect, defectiveApi } from '../base/defect.ts'
import { somebody } from '../base/mistakes.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The method is taken from a header',
  description: '`X-HTTP-Method-Override` is applied after the route was authorized for another method.',
  foundBy: ['api.transport.spoofed.method-override-options', 'api.transport.spoofed.method-override-head'],
} satisfies Defect

export default defectiveApi({
  authenticate: async (request, url, context) => {
    const override = [...request.headers].some(([name]) => /method/.test(name) && name.startsWith('x-'))
    if (request.headers.has('authorization') || !override) return await defaults.authenticate(request, url, context)
    return somebody(context)
  },
})
