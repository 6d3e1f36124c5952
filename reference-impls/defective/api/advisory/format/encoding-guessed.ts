import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The encoding of the JSON is guessed',
  description: 'A helper for files reads UTF-16 as gladly as UTF-8, so two readers see two tokens.',
  foundBy: ['api.format.payload.utf-16.signed'],
} satisfies Defect

export default defectiveApi({
  parseJson: (bytes) =>
    defaults.parseJson(bytes[1] === 0 ? Buffer.from(Buffer.from(bytes).toString('utf16le')) : bytes),
})
