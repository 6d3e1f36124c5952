import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The scheme is not looked at',
  description: '`header.split(" ")[1]`: Basic, Token, JWT or anything else in front of the token will do.',
  foundBy: [
    'api.transport.scheme.basic',
    'api.transport.scheme.token',
    'api.transport.scheme.jwt',
    'api.transport.scheme.negotiate',
    'api.transport.scheme.oauth',
  ],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const header = request.headers.get('authorization') ?? ''
    return /^[\w-]+ +([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1] ?? defaults.readBearer(request, url)
  },
})
