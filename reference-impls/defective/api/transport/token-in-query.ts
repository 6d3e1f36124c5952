import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The token is accepted from the query',
  description: '`?access_token=` for downloads and web sockets: it ends in logs, histories and Referer headers.',
  foundBy: ['api.transport.query.access-token', 'api.transport.query.token'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) =>
    ['access_token', 'token'].map((name) => url.searchParams.get(name)).find((token) => token !== null) ??
    defaults.readBearer(request, url),
})
