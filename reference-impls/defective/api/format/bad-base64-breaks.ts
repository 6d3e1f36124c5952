import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A segment that is no base64url is a server error',
  description: '`base64.urlsafe_b64decode(part)` raises for a wrong length or alphabet, and nothing catches it.',
  foundBy: [
    'api.format.encoding.header.non-canonical',
    'api.format.encoding.payload.non-canonical',
    'api.token-kind.refresh-token',
  ],
} satisfies Defect

export default defectiveApi({
  decodeSegment: (segment) => {
    try {
      return defaults.decodeSegment(segment)
    } catch (error) {
      throw new RangeError('Incorrect padding', { cause: error })
    }
  },
})
