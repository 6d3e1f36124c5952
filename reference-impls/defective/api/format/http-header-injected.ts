import { type Defect, defectiveApi } from '../base/defect.ts'
import { naiveServer } from '../base/naive-server.ts'

export const defect = {
  title: 'A bare line feed in a header begins another header',
  description:
    'A lenient parser ends lines at `\\n`, and headers that begin with X- are copied into the answer for tracing: who puts a line feed into a token writes headers.',
  foundBy: ['api.format.bearer.line-feed', 'api.transport.header.x-access-token'],
} satisfies Defect

export default defectiveApi({
  createServer: (handle) => naiveServer(handle, { headerLines: (text) => text.split(/\r?\n/) }),
  finish: (answer, request) => {
    for (const [name, value] of request.headers) if (name.startsWith('x-')) answer.headers.set(name, value)
    return answer
  },
})
