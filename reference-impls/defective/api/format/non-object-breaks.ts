import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A header or payload that is no object is a server error',
  description: '`const { alg } = JSON.parse(header)`: null, an array or a text parses well and breaks a line later.',
  foundBy: [
    'api.format.header.null',
    'api.format.header.array',
    'api.format.payload.null',
    'api.format.payload.string',
  ],
} satisfies Defect

export default defectiveApi({
  parseJson: (bytes) => {
    const text = Buffer.from(bytes).toString()
    if (/^\s*(null|true|false|\[|"|-?\d)/.test(text)) throw new TypeError('cannot destructure')
    return defaults.parseJson(bytes)
  },
})
