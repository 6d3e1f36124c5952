import type { Case, ProbeCase } from '../../../harness/case.ts'
import type { JsonObject } from '../../../harness/json.ts'
import { requirements } from '../../requirements.ts'

const variant = {
  kind: 'probe',
  requirement: requirements.functionLevelAuthorization,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  needs: ['protected-route'],
  probe: 'without-token',
  gains: 'Anyone gets past the check by writing the request in another way.',
} satisfies Partial<ProbeCase>

function method(id: string, name: string, more: JsonObject = {}): Case {
  return {
    ...variant,
    id: `api.transport.method.${id}`,
    title: `${name} on a protected path gives nothing away without a token`,
    with: { method: name, ...more },
  }
}

const methods: readonly Case[] = [
  method('head', 'HEAD'),
  method('post', 'POST'),
  method('put', 'PUT'),
  method('patch', 'PATCH'),
  method('delete', 'DELETE'),
  method('options', 'OPTIONS'),
  { ...method('trace', 'TRACE', { raw: true }), needs: ['protected-route', 'raw-socket'] },
  { ...method('lower-case-get', 'get', { raw: true }), needs: ['protected-route', 'raw-socket'] },
  { ...method('propfind', 'PROPFIND', { raw: true }), needs: ['protected-route', 'raw-socket'] },
  { ...method('unknown', 'FOO', { raw: true }), needs: ['protected-route', 'raw-socket'] },
]

function path(id: string, title: string, template: string): Case {
  return {
    ...variant,
    id: `api.transport.path.${id}`,
    title: `A protected path ${title} gives nothing away without a token`,
    needs: ['protected-route', 'raw-socket'],
    with: { path: template, raw: true },
  }
}

const paths: readonly Case[] = [
  path('upper-case', 'in upper case', '${path|upper}'),
  path('trailing-slash', 'with a slash', '${path}/'),
  path('double-slash', 'after two slashes', '/${path}'),
  path('dot-segment', 'after a dot segment', '/.${path}'),
  path('encoded-dot', 'after an encoded dot', '/%2e${path}'),
  path('encoded-slash', 'after an encoded slash', '/%2f${path|but-first}'),
  path('double-encoded', 'after a dot that is encoded twice', '/%252e${path}'),
  path('backslash', 'after a backslash', '/\\${path|but-first}'),
  path('matrix-parameter', 'with a matrix parameter', '${path};x=1'),
  path('json-suffix', 'with .json', '${path}.json'),
  path('static-suffix', 'with the name of a style sheet', '${path}/site.css'),
  path('encoded-space', 'with an encoded space', '${path}%20'),
  path('null-byte', 'with an encoded null byte', '${path}%00'),
  path('trailing-dot', 'with a dot', '${path}.'),
  path('empty-query', 'with an empty query', '${path}?'),
  path('fragment', 'with a fragment', '${path}#x'),
  path('through-anonymous', 'reached through an anonymous one', '${anonymousPath}/..${path}'),
  path('through-anonymous-encoded', 'reached through an anonymous one, encoded', '${anonymousPath}/%2e%2e${path}'),
  path(
    'through-anonymous-parameter',
    'reached through an anonymous one with a parameter',
    '${anonymousPath}/..;${path}',
  ),
  path('after-anonymous', 'that begins with an anonymous one', '${anonymousPath}${path}'),
  path('absolute-form', 'in absolute form', 'http://localhost${path}'),
]

/** An anonymous path that names the protected one in a header that some frameworks route by. */
const rewritten: readonly Case[] = ['X-Original-URL', 'X-Rewrite-URL'].map((header) => ({
  ...variant,
  id: `api.transport.path.${header.toLowerCase()}`,
  title: `An anonymous path with a protected one in ${header} gives nothing away without a token`,
  with: { path: '${anonymousPath}', headers: [[header, '${path}']] },
}))

export const variantCases: readonly Case[] = [...methods, ...paths, ...rewritten]
