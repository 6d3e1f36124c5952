import { type Defect, defectiveApi } from '../base/defect.ts'
import { naiveServer, requestOf } from '../base/naive-server.ts'

export const defect = {
  title: 'Names of headers are compared with regard to case',
  description:
    '`headers["Authorization"]` in a hand-written server: the names are case-insensitive, and HTTP/2 sends them in lower case.',
  foundBy: ['api.transport.scheme.header-upper-case'],
} satisfies Defect

export default defectiveApi({
  createServer: (handle) =>
    naiveServer(handle, {
      toRequest: ({ method, target, headers }, body) => {
        const known = headers.filter(
          ([name]) => name.toLowerCase() !== 'authorization' || (/^a/i.test(name) && name !== name.toUpperCase()),
        )
        return requestOf(method, target, known, body)
      },
    }),
})
