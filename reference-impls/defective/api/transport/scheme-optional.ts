import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A bare token without a scheme is accepted',
  description: '`header.replace("Bearer ", "")`: where there is nothing to replace, the rest is the token.',
  foundBy: ['api.transport.scheme.absent'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const header = request.headers.get('authorization') ?? ''
    return /^([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1] ?? defaults.readBearer(request, url)
  },
})
