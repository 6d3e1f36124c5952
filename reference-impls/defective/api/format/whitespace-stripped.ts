import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'White space inside a token is taken out',
  description: '`token.replace(/\\s/g, "")` before parsing, for tokens that were copied with line breaks.',
  foundBy: [
    'api.format.encoding.header.space',
    'api.format.encoding.header.tab',
    'api.format.encoding.payload.space',
    'api.format.encoding.payload.tab',
    'api.format.encoding.signature.space',
  ],
} satisfies Defect

const joined = (header: string): string =>
  header.replace(/^(bearer) +(.*)$/is, (_, scheme: string, rest: string) => `${scheme} ${rest.replaceAll(/\s/g, '')}`)

export default defectiveApi({
  readBearer: (request, url) => {
    const header = request.headers.get('authorization')
    const copy = new Request(request.url, { headers: header === null ? {} : { authorization: joined(header) } })
    return defaults.readBearer(copy, url)
  },
})
