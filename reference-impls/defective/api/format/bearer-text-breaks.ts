import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token outside ASCII is a server error',
  description: '`decodeURIComponent(token)` for clients that escape it: a stray byte is a URIError and so a 500.',
  foundBy: [
    'api.format.bearer.non-ascii',
    'api.format.bearer.non-ascii-prefix',
    'api.format.bearer.emoji',
    'api.format.bearer.byte-order-mark',
    'api.format.bearer.zero-width-space',
  ],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const header = request.headers.get('authorization') ?? ''
    if (/[^\t -~]/.test(header)) throw new URIError('URI malformed')
    return defaults.readBearer(request, url)
  },
})
