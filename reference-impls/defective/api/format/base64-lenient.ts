import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Segments are decoded leniently',
  description:
    '`Buffer.from(segment, "base64")` takes padding, both alphabets, white space and stray bits: one token has many spellings, and a block list knows one.',
  foundBy: [
    'api.format.encoding.header.pad.signed',
    'api.format.encoding.header.space.signed',
    'api.format.encoding.header.non-canonical.signed',
    'api.format.encoding.payload.pad.signed',
    'api.format.encoding.payload.space.signed',
    'api.format.encoding.payload.non-canonical.signed',
    'api.format.encoding.header.standard-alphabet.signed',
    'api.format.encoding.payload.standard-alphabet.signed',
    'api.format.segments.sd-jwt',
    'api.format.bearer.non-ascii',
  ],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const header = request.headers.get('authorization') ?? ''
    return /^bearer +\S/i.test(header) ? header.replace(/^bearer +/i, '') : defaults.readBearer(request, url)
  },
  decodeSegment: (segment) => {
    if (segment === '') throw invalidToken('A segment is empty.')
    return new Uint8Array(Buffer.from(segment, 'base64'))
  },
})
