import { type Defect, defectiveApi } from '../base/defect.ts'
import { behindGateway, gatewayPass } from '../base/mistakes.ts'
import { naiveServer, requestOf } from '../base/naive-server.ts'

export const defect = {
  title: 'The gateway asks for a token for the methods it knows',
  description: 'A method the list does not have goes through, and the API behind it answers it like GET.',
  foundBy: [
    'api.transport.method.trace',
    'api.transport.method.lower-case-get',
    'api.transport.method.propfind',
    'api.transport.method.unknown',
  ],
} satisfies Defect

export default defectiveApi({
  ...behindGateway,
  createServer: (handle) =>
    naiveServer(handle, {
      toRequest: ({ method, target, headers }, body) => {
        const isKnown = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method)
        return requestOf(isKnown ? method : 'GET', target, isKnown ? headers : [...headers, gatewayPass], body)
      },
    }),
})
