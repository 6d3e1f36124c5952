import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The token is accepted from a cookie',
  description: 'A cookie is sent by any page that makes the browser send a request, so the API is open to CSRF.',
  foundBy: [
    'api.transport.cookie.access-token',
    'api.transport.cookie.token',
    'api.transport.cookie.jwt',
    'api.transport.cookie.authorization',
  ],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const cookies = request.headers.get('cookie') ?? ''
    return (
      /(?:^|; *)[\w.-]*=(?:bearer(?: |%20))?([\w-]+\.[\w-]+\.[\w-]+)/i.exec(cookies)?.[1] ??
      defaults.readBearer(request, url)
    )
  },
})
