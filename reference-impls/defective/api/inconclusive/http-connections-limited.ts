import { type Defect, defectiveApi } from '../base/defect.ts'
import { Denial } from '../base/denial.ts'
import { naiveServer } from '../base/naive-server.ts'
import { defaults } from '../base/steps.ts'
import type { Socket } from 'node:net'

export const defect = {
  title: 'A few idle connections shut everyone out',
  description:
    'Each connection holds one of sixteen workers until it is closed, and none has a time limit for the head.',
  foundBy: ['api.transport.connection.slow-headers'],
} satisfies Defect

export default defectiveApi(() => {
  let open = 0
  return {
    authenticate: async (request, url, context) => {
      if (open > 16) throw new Denial(503, undefined, 'All workers are busy.')
      return await defaults.authenticate(request, url, context)
    },
    createServer: (handle) =>
      naiveServer(handle, {}).on('connection', (socket: Socket) => {
        open += 1
        socket.once('close', () => {
          open -= 1
        })
      }),
  }
})
