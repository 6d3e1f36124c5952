import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'Bytes that are not UTF-8 are read all the same',
  description: '`new TextDecoder().decode(bytes)` drops a byte order mark and replaces what it does not know.',
  foundBy: ['api.format.payload.byte-order-mark.signed', 'api.format.payload.invalid-utf-8.signed'],
} satisfies Defect

export default defectiveApi({ parseJson: (bytes) => defaults.parseJson(Buffer.from(new TextDecoder().decode(bytes))) })
