import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidRequest } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Several spaces after the scheme are refused',
  description: '`/^Bearer (\\S+)$/`, though this API declares that it takes more.',
  foundBy: ['api.transport.scheme.several-spaces'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    if (/^bearer {2}/i.test(request.headers.get('authorization') ?? '')) throw invalidRequest('One space, please.')
    return defaults.readBearer(request, url)
  },
})
