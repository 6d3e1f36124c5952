import { type Defect, defectiveApi } from '../base/defect.ts'
import { naiveServer } from '../base/naive-server.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Answers leave in the order in which they are ready',
  description:
    'Requests on one connection are handled side by side, and the first answer that is ready is sent first: to whoever asked first.',
  foundBy: ['api.transport.connection.pipelined'],
} satisfies Defect

export default defectiveApi({
  authenticate: async (request, url, context) => {
    const claims = await defaults.authenticate(request, url, context)
    await new Promise((resolve) => setTimeout(resolve, 5))
    return claims
  },
  createServer: (handle) => naiveServer(handle, { outOfOrder: true }),
})
