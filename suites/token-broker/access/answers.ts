import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import { rfc } from '../../client-requirements.ts'
import { ask, brokerFamily, granted, handsOutTokens, health, mark, nothingUpstream, upstream } from '../steps.ts'

const family = { ...brokerFamily, severity: 'medium' } as const
const id = (name: string): string => `token-broker.access.${name}`

/** What an answer is like, and what needs no secret. */
export const answerCases: readonly ClientCase[] = [
  clientCase(
    {
      ...family,
      requirement: rfc(6749, '5.1', 'The answer MUST hold the token, and when it expires.'),
      gains: 'Nothing; callers send expired tokens, or ask for each call.',
    },
    {
      id: id('answer-expiry'),
      title: 'The answer says when the token expires',
      steps: [ask({ expect: { ...granted, json: { ...granted.json, '${expiryField}': '/./' } } })],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    {
      ...family,
      requirement: rfc(6749, '5.1', 'The lifetime in the answer MUST be the lifetime of the token.'),
      gains: 'Nothing; callers send expired tokens, or throw good ones away.',
    },
    {
      id: id('answer-expiry-own'),
      title: 'The end that the answer states is the end of the token',
      steps: [ask({ expect: { ...granted, token: { expiry: 'its-own' } } })],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    { ...family, severity: 'high', gains: 'A caller gets a token for something it did not ask for.' },
    {
      id: id('answer-audience'),
      title: 'The token in the answer is one for the resource that was asked for',
      steps: [ask({ expect: { ...granted, token: { claims: { aud: '/^${allowedResource|regex}\\/?$/' } } } })],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    {
      ...family,
      requirement: rfc(6749, '5.1', 'An answer with a token MUST say Cache-Control: no-store.'),
      gains: 'Whoever shares a cache with a caller gets the token.',
    },
    {
      id: id('answer-not-stored'),
      title: 'Nobody may store the answer',
      steps: [ask({ expect: { ...granted, headers: { 'cache-control': '/no-store/' } } })],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    {
      ...family,
      requirement: rfc(6749, '5.1', 'The answer MUST be JSON, of the media type application/json.'),
      gains: 'Nothing; clients cannot read it.',
    },
    {
      id: id('answer-json'),
      title: 'The answer is JSON and says so',
      steps: [ask({ expect: { ...granted, headers: { 'content-type': '/^application\\/json/' } } })],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    { ...family, gains: 'Whoever waits for the broker to be well has to know its secret.' },
    {
      id: id('health-open'),
      title: 'Whether it is well is told without the secret, and without a token',
      steps: [{ ...health, expect: { status: '2xx', lacks: ['/eyJ[\\w-]+\\./', '${brokerSecret}'] } }],
    },
  ),
  clientCase(
    { ...family, gains: 'Whoever reaches it makes the broker ask Azure as often as he likes.' },
    {
      id: id('health-quiet'),
      title: 'Whether it is well is told without asking Azure each time',
      isolation: 'fresh',
      steps: [{ do: 'burst', times: 20, of: health }, upstream({ atMost: 1 }, 'each look was a request upstream')],
    },
  ),
  clientCase(
    { ...family, severity: 'high', gains: 'A token is given out where nobody asked for the secret.' },
    {
      id: id('other-paths'),
      title: 'Paths beside the declared one give out no token',
      steps: [
        ask({ control: true }),
        mark,
        ...(['/', '/tokens', '/metadata/identity/oauth2/token', '/msi/token'] as const).map((at) =>
          ask({
            at,
            headers: { '${secretHeader}': null, metadata: 'true' },
            query: { resource: '${allowedResource}' },
            expect: { lacks: ['/eyJ[\\w-]+\\./'] },
          }),
        ),
        nothingUpstream,
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    { ...family, gains: 'Pages of other origins read tokens through the browser of whoever knows the secret.' },
    {
      id: id('no-cross-origin'),
      title: 'Pages of other origins may not read the answer',
      steps: [
        ask({
          headers: { origin: 'https://evil.example' },
          expect: { headers: { 'access-control-allow-origin': null } },
        }),
      ],
      conduct: handsOutTokens,
    },
  ),
]
