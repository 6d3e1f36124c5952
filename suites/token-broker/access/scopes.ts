import type { ClientCase, VisitStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { rfc } from '../../client-requirements.ts'
import {
  ask,
  brokerFamily,
  control,
  handsOutTokens,
  mark,
  nothingUpstream,
  refused,
  shown,
  upstream,
} from '../steps.ts'

const family: ClientFamily = {
  ...brokerFamily,
  requirement: rfc(
    9700,
    '2.3',
    'The privileges of a token SHOULD be restricted to what is needed: a broker MUST give tokens for the scopes it is configured for alone.',
  ),
  maker: 'another-client',
  gains: 'A caller who may read one service acts on every other that the identity can reach.',
}
const id = (name: string): string => `token-broker.access.${name}`

function denied(name: string, title: string, scope: string | null, more: Partial<ClientCase> = {}): ClientCase {
  return clientCase(family, {
    id: id(name),
    title,
    steps: [control, mark, ask({ query: { '${scopeParameter}': scope }, expect: refused }), nothingUpstream],
    conduct: handsOutTokens,
    ...more,
  })
}

const listed = { needs: ['scope-allow-list'] } as const satisfies Partial<ClientCase>

const graph = 'https://graph.microsoft.com/.default'

/** A request whose scope parameter stands there more than once. */
function repeated(scopes: readonly string[]): VisitStep {
  const query = scopes.map((scope) => `\${scopeParameter}=${scope}`).join('&')
  return {
    do: 'visit',
    at: `/\${tokenPath}?${query}`,
    browser: 'none',
    headers: { '${secretHeader}': shown },
    expect: { status: ['2xx', '4xx'] },
  }
}

/** For what. */
export const scopeCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('scope-allowed'),
    title: 'The token is asked for as one for the scope’s resource',
    isolation: 'fresh',
    steps: [
      ask(),
      upstream({ exactly: 1, each: { query: { resource: '${allowedResource}' } } }, 'it is for another resource'),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(family, {
    id: id('scope-other-allowed'),
    title: 'For another allowed scope there is another token',
    isolation: 'fresh',
    steps: [
      ask({ capture: { first: 'body:(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)' } }),
      ask({
        query: { '${scopeParameter}': '${otherAllowedScope}' },
        expect: { status: 200, contains: ['/eyJ[\\w-]+\\./'], lacks: ['${first}'] },
      }),
      upstream({ exactly: 2, distinct: ['query.resource'] }, 'both are for the same resource'),
    ],
    conduct: handsOutTokens,
  }),
  denied('scope-missing', 'Without a scope there is no token', null),
  denied('scope-empty', 'An empty scope is none', ''),
  denied('scope-malformed', 'Words are no scope', 'not a scope'),
  denied('scope-two', 'Two scopes at once are none', '${allowedScope} ${otherAllowedScope}'),
  denied('scope-line-break', 'A line break in a scope makes it none', '${allowedScope}\r\nx-injected: 1'),
  denied('scope-long', 'A scope of ten thousand characters is none', `https://${'a'.repeat(10_000)}.example/.default`, {
    severity: 'medium',
    gains: 'A long text costs more than an answer is worth.',
  }),
  denied(
    'scope-not-listed',
    'A scope that is not on the list is refused',
    'https://storage.azure.com/.default',
    listed,
  ),
  denied(
    'scope-graph',
    'Microsoft Graph, which opens the directory, is refused',
    'https://graph.microsoft.com/.default',
    listed,
  ),
  denied('scope-any', 'An asterisk is no scope', '*', listed),
  denied('scope-continued', 'An allowed scope with more behind it is another one', '${allowedScope}/more', listed),
  denied(
    'scope-host-continued',
    'A host that begins with an allowed one is another one',
    '${allowedResource}.evil.example/.default',
    listed,
  ),
  denied(
    'scope-host-before',
    'A host that ends with an allowed one is another one',
    'https://evil-${allowedHost}/.default',
    listed,
  ),
  denied(
    'scope-as-user-info',
    'An allowed host as the user of another host is another one',
    'https://${allowedHost}@evil.example/.default',
    listed,
  ),
  denied(
    'scope-as-path',
    'An allowed scope in the path of another host is another one',
    'https://evil.example/${allowedScope}',
    listed,
  ),
  denied('scope-dots', 'Dots in a path lead nowhere', '${allowedResource}/../graph.microsoft.com/.default', listed),
  denied(
    'scope-permission',
    'A permission by its name is no allowed scope',
    '${allowedResource}/user_impersonation',
    listed,
  ),
  denied('scope-http', 'An allowed scope without TLS is another one', 'http://${allowedHost}/.default', listed),
  denied('scope-null', 'A scope that ends in a NUL byte is none', '${allowedScope}\u0000'),
  clientCase(family, {
    id: id('scope-repeated'),
    title: 'A scope that is not on the list does not come along with one that is',
    needs: ['scope-allow-list'],
    isolation: 'fresh',
    steps: [
      control,
      repeated(['${allowedScope}', graph]),
      repeated([graph, '${allowedScope}']),
      upstream({ none: { query: { resource: '/graph/' } } }, 'it asked for the one that is not on the list'),
    ],
    conduct: handsOutTokens,
  }),
]
