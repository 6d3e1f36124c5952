import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'JSON that cannot be read is a server error',
  description: '`JSON.parse(atob(part))` stands outside the try block, so anything but one JSON object makes a 500.',
  foundBy: [
    'api.format.header.truncated',
    'api.format.payload.truncated',
    'api.format.payload.trailing-text',
    'api.format.header.null',
    'api.format.duplicate.aud.wrong-last',
    'api.format.duplicate.alg.wrong-first',
    'api.format.duplicate.kid.wrong-first',
    'api.format.duplicate.aud.wrong-first',
    'api.format.duplicate.exp.wrong-first',
    'api.format.duplicate.nbf.wrong-first',
    'api.format.duplicate.iss.wrong-first',
    'api.format.duplicate.tid.wrong-first',
    'api.format.duplicate.scp.wrong-first',
  ],
} satisfies Defect

export default defectiveApi({
  parseJson: (bytes) => {
    try {
      return defaults.parseJson(bytes)
    } catch (error) {
      throw new SyntaxError('Unexpected token', { cause: error })
    }
  },
})
