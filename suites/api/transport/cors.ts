import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { accepted, notCredentials, unharmed, valid } from '../recipes.ts'

const preflight = [
  ['Access-Control-Request-Method', 'GET'],
  ['Access-Control-Request-Headers', 'authorization'],
] as const

const allowed = {
  requirement: requirements.crossOrigin,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  needs: ['protected-route', 'cors'],
  gains: 'Nothing; but the web app whose origin is declared cannot call the API.',
} as const

const ours = [
  ...family('api.transport.cors', allowed, [
    {
      id: 'preflight-allowed',
      title: 'A preflight request from a declared origin is answered without a token',
      request: { method: 'OPTIONS', authorization: [], headers: [['Origin', '${allowedOrigin}'], ...preflight] },
      expect: { outcome: 'status', anyOf: [200, 204] },
      answer: {
        headers: {
          'access-control-allow-origin': '${allowedOrigin}',
          'access-control-allow-headers': '/authorization/i',
        },
      },
    },
    {
      id: 'allowed',
      title: 'An answer to a declared origin names it',
      token: valid,
      request: { headers: [['Origin', '${allowedOrigin}']] },
      expect: accepted,
      answer: { headers: { 'access-control-allow-origin': '${allowedOrigin}' } },
    },
    {
      id: 'denial-readable',
      title: 'A refusal to a declared origin names it, so that the web app can read why',
      level: 'SHOULD',
      severity: 'low',
      gains: 'Nothing; but the web app sees a network error instead of "sign in again".',
      request: { authorization: [], headers: [['Origin', '${allowedOrigin}']] },
      expect: notCredentials,
      answer: { headers: { 'access-control-allow-origin': '${allowedOrigin}' } },
    },
  ]),
]

const foreign = {
  ...allowed,
  expect: unharmed,
  gains: "A foreign page reads the API's answers in the user's browser; with cookies or on a private network, freely.",
} as const

/** Origins that are not declared, and who they pose as. */
const foreignOrigins: readonly (readonly [id: string, title: string, origin: string])[] = [
  ['foreign', 'A foreign origin', 'https://${canaryHost}'],
  ['null', 'The origin "null" of sandboxed frames and files', 'null'],
  ['suffix', 'An origin that begins with a declared one', '${allowedOrigin}.${canaryHost}'],
  ['longer', 'An origin that is a declared one and a digit', '${allowedOrigin}0'],
  ['userinfo', 'An origin that hides another host behind a declared one', '${allowedOrigin}@${canaryHost}'],
]

function notNamed(origin: string): { readonly 'access-control-allow-origin': string } {
  return { 'access-control-allow-origin': origin }
}

const theirs = [
  ...family(
    'api.transport.cors',
    foreign,
    foreignOrigins.map(([id, title, origin]) => ({
      id: `preflight-${id}`,
      title: `${title} is not named in the answer to its preflight request`,
      request: { method: 'OPTIONS', authorization: [], headers: [['Origin', origin], ...preflight] },
      answer: { lacksHeaders: notNamed(origin) },
    })),
  ),
  ...family(
    'api.transport.cors',
    { ...foreign, token: valid },
    foreignOrigins.map(([id, title, origin]) => ({
      id,
      title: `${title} is not named in the answer`,
      request: { headers: [['Origin', origin]] },
      answer: { lacksHeaders: notNamed(origin) },
    })),
  ),
  ...family('api.transport.cors', { ...foreign, token: valid }, [
    {
      id: 'wildcard',
      title: 'No answer is open to every origin where origins are declared',
      request: { headers: [['Origin', 'https://${canaryHost}']] },
      answer: { lacksHeaders: { 'access-control-allow-origin': '*' } },
    },
  ]),
]

export const corsCases = [...ours, ...theirs]
