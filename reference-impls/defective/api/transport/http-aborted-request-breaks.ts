import { type Defect, defectiveApi } from '../base/defect.ts'
import { naiveServer } from '../base/naive-server.ts'
import { defaults } from '../base/steps.ts'
import type { Socket } from 'node:net'

export const defect = {
  title: 'A request that is cut off in the middle stops the API',
  description:
    'The reader of the head has no handler for a reset connection; the worker dies with it and nobody starts another.',
  foundBy: ['api.transport.connection.aborted'],
} satisfies Defect

export default defectiveApi(() => {
  let dead = false
  return {
    authenticate: async (request, url, context) =>
      dead ? await new Promise<never>(() => {}) : await defaults.authenticate(request, url, context),
    createServer: (handle) =>
      naiveServer(handle, { maxHeadBytes: Number.POSITIVE_INFINITY }).on('connection', (socket: Socket) => {
        let read = ''
        socket.on('data', (chunk) => (read = String(chunk)))
        socket.once('error', () => (dead ||= !read.includes('\r\n\r\n')))
      }),
  }
})
