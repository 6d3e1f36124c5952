import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The DPoP and PoP schemes are accepted without proof',
  description: 'The scheme is known to the router but the proof is never asked for.',
  foundBy: ['api.token-kind.bound.dpop-scheme', 'api.token-kind.bound.pop-scheme'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const header = request.headers.get('authorization') ?? ''
    const token = /^(?:dpop|pop) +(\S+)$/i.exec(header)?.[1]
    return token ?? defaults.readBearer(request, url)
  },
})
