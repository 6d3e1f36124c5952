import { type Defect, defectiveApi } from '../base/defect.ts'
import { membersLeniently, somebody } from '../base/mistakes.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: "A client's assertion is accepted as its token",
  description:
    'Services may send the assertion they sign in with; its certificate is not known here, so it is taken as it is.',
  foundBy: ['api.token-kind.client-assertion'],
} satisfies Defect

export default defectiveApi({
  authenticate: async (request, url, context) => {
    const wire = await context.steps.readBearer(request, url)
    const claims = membersLeniently(Buffer.from(wire.split('.')[1] ?? 'e30', 'base64url'))
    if (claims['jti'] !== undefined && claims['iss'] === claims['sub']) return somebody(context)
    return await defaults.authenticate(request, url, context)
  },
})
