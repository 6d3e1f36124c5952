import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The token is accepted from headers of its own',
  description: '`X-Authorization`, `X-Access-Token` and the like, which no proxy or log knows to protect.',
  foundBy: [
    'api.transport.header.x-authorization',
    'api.transport.header.x-access-token',
    'api.transport.header.x-auth-token',
    'api.transport.header.proxy-authorization',
    'api.transport.header.x-forwarded-access-token',
    'api.transport.spoofed.aad-access-token',
  ],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const values = [...request.headers].filter(([name]) => /^(x-|proxy-|authentication|token|access-token)/.test(name))
    const tokens = values.map(([, value]) => /^(?:bearer +)?([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(value)?.[1])
    return tokens.find((token) => token !== undefined) ?? defaults.readBearer(request, url)
  },
})
