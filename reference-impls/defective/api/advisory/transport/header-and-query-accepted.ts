import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'A second token in the query goes unnoticed',
  description: 'The header is read, the query is left to whoever reads it next.',
  foundBy: ['api.transport.two-tokens.header-and-query'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const bare = new URL(url.pathname, url)
    return defaults.readBearer(request, bare)
  },
})
