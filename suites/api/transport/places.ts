import type { Case } from '../../../harness/case.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { insufficientScope, notCredentials, without } from '../recipes.ts'

const misplaced = {
  requirement: requirements.bearerHeader,
  level: 'SHOULD',
  severity: 'low',
  maker: 'anyone',
  expect: notCredentials,
  gains: 'A token is honoured where gateways, logs and filters do not look for it.',
} as const

const queryParameters = ['access_token', 'token', 'jwt', 'id_token', 'auth'] as const
const cookies = ['access_token', 'token', 'jwt', 'Authorization'] as const
const headers = [
  'X-Authorization',
  'X-Access-Token',
  'X-Auth-Token',
  'Proxy-Authorization',
  'X-Forwarded-Access-Token',
] as const

/** `X-Access-Token` as part of an id. */
const kebab = (name: string): string => name.toLowerCase().replaceAll('_', '-')

const places = [
  ...family(
    'api.transport.query',
    {
      ...misplaced,
      requirement: requirements.noTokenInQuery,
      level: 'MUST',
      severity: 'medium',
      gains: 'Tokens end up in browser histories, access logs and referrers, where others read them.',
    },
    queryParameters.map((name) => ({
      id: kebab(name),
      title: `A token in the query parameter ${name} is not honoured`,
      request: { authorization: [], query: `${name}=\${control}` },
    })),
  ),
  ...family(
    'api.transport.cookie',
    {
      ...misplaced,
      requirement: requirements.noTokenInCookies,
      level: 'MUST',
      severity: 'medium',
      gains: "A foreign page makes the user's browser call the API with the user's rights.",
    },
    cookies.map((name) => ({
      id: kebab(name),
      title: `A token in the cookie ${name} is not honoured`,
      request: { authorization: [], headers: [['Cookie', `${name}=\${control}`]] },
    })),
  ),
  ...family(
    'api.transport.header',
    misplaced,
    headers.map((name) => ({
      id: kebab(name),
      title: `A token in the header ${name} is not honoured`,
      request: { authorization: [], headers: [[name, 'Bearer ${control}']] },
    })),
  ),
  ...family('api.transport.body', { ...misplaced, requirement: requirements.bearerBody }, [
    {
      id: 'form',
      title: 'A token in a form body is not honoured',
      needs: ['unsafe-route'],
      request: {
        route: 'unsafe',
        authorization: [],
        body: { type: 'application/x-www-form-urlencoded', text: 'access_token=${control}' },
      },
    },
  ]),
]

const gateway = {
  requirement: requirements.easyAuthHeaders,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  expect: notCredentials,
  gains: 'Whoever reaches the API past its gateway is whoever they say they are.',
} as const

/** Headers that a gateway writes for the app behind it; here the caller writes them. */
const identityHeaders: readonly (readonly [
  id: string,
  title: string,
  ...(readonly [name: string, value: string])[],
])[] = [
  [
    'client-principal',
    'the principal of App Service authentication',
    ['X-MS-CLIENT-PRINCIPAL', '${clientPrincipal}'],
    ['X-MS-CLIENT-PRINCIPAL-ID', '${userId}'],
    ['X-MS-CLIENT-PRINCIPAL-NAME', 'first.user@${tenantDomain}'],
    ['X-MS-CLIENT-PRINCIPAL-IDP', 'aad'],
  ],
  ['client-principal-id', 'the user ID of App Service authentication', ['X-MS-CLIENT-PRINCIPAL-ID', '${userId}']],
  [
    'client-principal-name',
    'the user name of App Service authentication',
    ['X-MS-CLIENT-PRINCIPAL-NAME', 'first.user@${tenantDomain}'],
  ],
  ['aad-access-token', 'the access token of App Service authentication', ['X-MS-TOKEN-AAD-ACCESS-TOKEN', '${control}']],
  ['aad-id-token', 'the ID token of App Service authentication', ['X-MS-TOKEN-AAD-ID-TOKEN', '${control}']],
  [
    'forwarded-user',
    'the user of a reverse proxy',
    ['X-Forwarded-User', '${userId}'],
    ['X-Forwarded-Email', 'first.user@${tenantDomain}'],
  ],
  [
    'auth-request-user',
    'the user of an authenticating proxy',
    ['X-Auth-Request-User', '${userId}'],
    ['X-Auth-Request-Email', 'first.user@${tenantDomain}'],
  ],
  ['remote-user', 'the remote user', ['Remote-User', '${userId}'], ['X-Remote-User', '${userId}']],
  ['user-id', 'the user ID', ['X-User-Id', '${userId}'], ['X-User-Roles', '${role}']],
  [
    'client-certificate',
    'a verified client certificate',
    ['X-ARR-ClientCert', 'MIIB'],
    ['X-Client-Verify', 'SUCCESS'],
    ['X-SSL-Client-Verify', 'SUCCESS'],
  ],
  [
    'forwarded-for',
    'a caller on the same machine',
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Real-IP', '127.0.0.1'],
    ['Forwarded', 'for=127.0.0.1'],
  ],
  ['original-url', 'an anonymous path as the original URL', ['X-Original-URL', '${anonymousPath}']],
  ['rewrite-url', 'an anonymous path as the rewritten URL', ['X-Rewrite-URL', '${anonymousPath}']],
  [
    'forwarded-uri',
    'an anonymous path as the forwarded URI',
    ['X-Forwarded-Uri', '${anonymousPath}'],
    ['X-Forwarded-Path', '${anonymousPath}'],
  ],
  [
    'method-override-options',
    'OPTIONS as the overriding method',
    ['X-HTTP-Method-Override', 'OPTIONS'],
    ['X-Method-Override', 'OPTIONS'],
  ],
  [
    'method-override-head',
    'HEAD as the overriding method',
    ['X-HTTP-Method-Override', 'HEAD'],
    ['X-HTTP-Method', 'HEAD'],
  ],
]

const spoofed = [
  ...family(
    'api.transport.spoofed',
    gateway,
    identityHeaders.map(([id, title, ...fields]) => ({
      id,
      title: `A request without a token that claims ${title} is refused`,
      request: { authorization: [], headers: fields },
    })),
  ),
  ...family(
    'api.transport.spoofed',
    { ...gateway, severity: 'high', maker: 'another-client', expect: insufficientScope },
    [
      {
        id: 'client-principal-roles',
        title: 'A user without the role does not gain it from a principal in a header',
        needs: ['role-route'],
        token: without('roles'),
        request: { route: 'role', headers: [['X-MS-CLIENT-PRINCIPAL', '${clientPrincipal}']] },
        gains: 'A user gives themselves any role in a header.',
      },
    ],
  ),
]

/** The token, or an identity, in any other place than the `Authorization` header. */
export const placeCases: readonly Case[] = [...places, ...spoofed]
