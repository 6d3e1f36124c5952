import { type Defect, defectiveApi } from '../base/defect.ts'
import { naiveServer } from '../base/naive-server.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A long token is a server error',
  description:
    'The server in front takes heads of any length, and the API copies the token into a buffer of a fixed one.',
  foundBy: ['api.format.size.12-kb', 'api.format.size.16-kb', 'api.format.size.64-kb', 'api.format.size.1-mb'],
} satisfies Defect

export default defectiveApi({
  splitToken: (wire) => {
    if (wire.length > 12_000) throw new RangeError('out of bounds')
    return defaults.splitToken(wire)
  },
  createServer: (handle) => naiveServer(handle, { maxHeadBytes: Number.POSITIVE_INFINITY }),
})
