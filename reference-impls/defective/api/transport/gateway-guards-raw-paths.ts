import { type Defect, defectiveApi } from '../base/defect.ts'
import { behindGateway, gatewayPass } from '../base/mistakes.ts'
import { naiveServer, requestOf } from '../base/naive-server.ts'

export const defect = {
  title: 'The gateway compares paths as text, the API behind it does not',
  description:
    'The gateway asks for a token on a list of paths, letter by letter; the API behind it ignores case, slashes, dots, parameters and suffixes, and trusts the gateway.',
  foundBy: [
    'api.transport.path.upper-case',
    'api.transport.path.trailing-slash',
    'api.transport.path.double-slash',
    'api.transport.path.dot-segment',
    'api.transport.path.encoded-dot',
    'api.transport.path.encoded-slash',
    'api.transport.path.double-encoded',
    'api.transport.path.backslash',
    'api.transport.path.matrix-parameter',
    'api.transport.path.json-suffix',
    'api.transport.path.static-suffix',
    'api.transport.path.encoded-space',
    'api.transport.path.null-byte',
    'api.transport.path.trailing-dot',
    'api.transport.path.empty-query',
    'api.transport.path.fragment',
    'api.transport.path.through-anonymous',
    'api.transport.path.through-anonymous-encoded',
    'api.transport.path.through-anonymous-parameter',
    'api.transport.path.after-anonymous',
    'api.transport.path.absolute-form',
  ],
} satisfies Defect

const guarded = ['/api/claims', '/api/tasks', '/api/reports', '/api/payroll', '/v1/profile']

/** What the API's router makes of a path. */
function pathOf(target: string): string {
  const decoded = decodeURIComponent(decodeURIComponent(target)).toLowerCase()
  const plain = decoded
    .replace(/^https?:\/\/[^/]*/, '')
    .replaceAll('\\', '/')
    .replaceAll(/[;?#][^/]*/g, '')
  const parts: string[] = []
  for (const part of plain.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part.replace(/(\.json|[\0 .])$/, ''))
  }
  const path = `/${parts.join('/')}`
  return guarded.find((known) => path.endsWith(known) || path.startsWith(`${known}/`)) ?? path
}

export default defectiveApi({
  ...behindGateway,
  createServer: (handle) =>
    naiveServer(handle, {
      toRequest: ({ method, target, headers }, body) => {
        const pass = guarded.includes(target) || target.startsWith('/v1/posts') ? [] : [gatewayPass]
        return requestOf(method, pathOf(target), [...headers, ...pass], body)
      },
    }),
})
