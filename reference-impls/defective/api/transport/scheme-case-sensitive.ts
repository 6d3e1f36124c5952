import { type Defect, defectiveApi } from '../base/defect.ts'
import { noCredentials } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Only the spelling Bearer is accepted',
  description: '`header.startsWith("Bearer ")`: the scheme is not case-sensitive.',
  foundBy: ['api.transport.scheme.lower-case', 'api.transport.scheme.upper-case', 'api.transport.scheme.mixed-case'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    if (!(request.headers.get('authorization') ?? 'Bearer').startsWith('Bearer')) throw noCredentials()
    return defaults.readBearer(request, url)
  },
})
