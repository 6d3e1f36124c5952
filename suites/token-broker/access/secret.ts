import type { ClientCase, VisitStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { rfc } from '../../client-requirements.ts'
import { ask, brokerFamily, control, handsOutTokens, mark, nothingUpstream, shown, unauthorized } from '../steps.ts'

const family: ClientFamily = {
  ...brokerFamily,
  requirement: rfc(9110, '11.6.1', 'A request without the credentials that a resource wants MUST be refused with 401.'),
}
const id = (name: string): string => `token-broker.access.${name}`

/** One way of not knowing the secret. */
function denied(name: string, title: string, change: Partial<VisitStep>, more: Partial<ClientCase> = {}): ClientCase {
  const { query, ...others } = change
  return clientCase(family, {
    id: id(name),
    title,
    steps: [
      control,
      mark,
      ask({
        headers: { '${secretHeader}': null },
        expect: unauthorized,
        // Another scope than the control's, so that no cache answers for it.
        query: { '${scopeParameter}': '${otherAllowedScope}', ...query },
        ...others,
      }),
      nothingUpstream,
    ],
    conduct: handsOutTokens,
    ...more,
  })
}

function wrong(name: string, title: string, header: string): ClientCase {
  return denied(name, title, { headers: { '${secretHeader}': header } })
}

const wrongSecret = '${secretScheme}wrong-secret-of-a-caller-0123456789abcdef'

/** Who may ask. */
export const secretCases: readonly ClientCase[] = [
  clientCase(
    { ...family, severity: 'medium', gains: 'Nothing; callers who may have tokens get none.' },
    { id: id('secret-right'), title: 'With the secret a caller gets a token', steps: [ask()], conduct: handsOutTokens },
  ),
  denied('secret-absent', 'Without the secret there is no token', {}),
  denied(
    'secret-wrong',
    'With another secret there is no token',
    { headers: { '${secretHeader}': wrongSecret } },
    { isolation: 'fresh' },
  ),
  wrong('secret-empty', 'With an empty secret there is no token', '${secretScheme}'),
  wrong('secret-beginning', 'The beginning of the secret is none', '${secretScheme}mock-secret-of-the-token-broker'),
  wrong('secret-and-more', 'The secret with something behind it is none', `${shown}0`),
  wrong('secret-and-space', 'The secret with another word behind it is none', `${shown} more`),
  wrong('secret-twice', 'The secret among others is none', `${wrongSecret}, ${shown}`),
  wrong('secret-letter-case', 'The secret in other letters is none', '${secretScheme}${brokerSecret|upper}'),
  wrong('secret-null', 'The text null is no secret', '${secretScheme}null'),
  wrong('secret-undefined', 'The text undefined is no secret', '${secretScheme}undefined'),
  wrong('secret-encoded', 'The secret in Base64 is none', '${secretScheme}${brokerSecret|base64}'),
  wrong('secret-other-scheme', 'The secret in another scheme is none', 'Basic ${brokerSecret}'),
  wrong('secret-basic', 'The secret as the password of Basic is none', 'Basic ${brokerSecret|base64}'),
  wrong('secret-no-scheme', 'Something before the secret that is no scheme does not make it one', 'x${brokerSecret}'),
  denied(
    'secret-in-query',
    'The secret in the query is none',
    { query: { secret: '${brokerSecret}', access_token: '${brokerSecret}', token: '${brokerSecret}' } },
    { severity: 'high', gains: 'The secret stands in every log of URLs.' },
  ),
  denied('secret-in-cookie', 'The secret in a cookie is none', {
    headers: { '${secretHeader}': null, cookie: 'secret=${brokerSecret}; access_token=${brokerSecret}' },
  }),
  denied('secret-in-other-header', 'The secret in another header is none', {
    headers: { '${secretHeader}': null, 'x-api-key': '${brokerSecret}', 'x-forwarded-authorization': shown },
  }),
  denied('secret-by-forwarded', 'Claims to come from this machine are no secret', {
    headers: {
      '${secretHeader}': null,
      'x-forwarded-for': '127.0.0.1',
      forwarded: 'for=127.0.0.1',
      'x-real-ip': '127.0.0.1',
    },
  }),
  clientCase(
    { ...family, gains: 'Whoever gets one token for one service gets tokens for all.' },
    {
      id: id('secret-is-no-token'),
      title: 'A token that the broker gave out is no secret',
      steps: [
        ask({ control: true, capture: { handedOut: 'body:(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)' } }),
        mark,
        ask({
          headers: { '${secretHeader}': '${secretScheme}${handedOut}' },
          query: { '${scopeParameter}': '${otherAllowedScope}' },
          expect: unauthorized,
        }),
        nothingUpstream,
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    { ...family, severity: 'low', gains: 'Callers do not learn what is wanted of them.' },
    {
      id: id('challenge'),
      title: 'A 401 says what is wanted',
      steps: [
        ask({
          headers: { '${secretHeader}': null },
          expect: { ...unauthorized, headers: { 'www-authenticate': '/^\\S+/' } },
        }),
      ],
    },
  ),
  clientCase(
    { ...family, gains: 'Who reads the log, or the answer to a guess, learns the secret.' },
    {
      id: id('secret-unsaid'),
      title: 'The secret is in no answer and in no log, not even a wrong one',
      steps: [
        ask({ expect: { status: 200, lacks: ['${brokerSecret}'] } }),
        ask({
          headers: { '${secretHeader}': wrongSecret },
          expect: { ...unauthorized, lacks: ['${brokerSecret}', 'wrong-secret-of-a-caller'] },
        }),
        ask({ headers: { '${secretHeader}': null }, query: { secret: '${brokerSecret}' }, expect: unauthorized }),
        {
          do: 'output',
          lacks: ['${brokerSecret}', 'wrong-secret-of-a-caller'],
          because: 'what callers show does not belong into a log',
        },
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(family, {
    id: id('guesses'),
    isolation: 'fresh',
    title: 'Fifty guesses at once get nothing, and cost nothing upstream',
    steps: [
      control,
      mark,
      {
        do: 'burst',
        times: 50,
        of: ask({
          headers: { '${secretHeader}': '${secretScheme}guess-${n}-0123456789abcdef0123456789' },
          query: { '${scopeParameter}': '${otherAllowedScope}' },
          expect: { status: [401, 429], lacks: ['/eyJ[\\w-]+\\./'] },
        }),
      },
      nothingUpstream,
      ask({ label: 'the right caller meanwhile' }),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(
    { ...family, severity: 'medium' },
    {
      id: id('secret-before-scope'),
      title: 'Without the secret nobody learns which scopes are allowed',
      steps: [
        ask({
          headers: { '${secretHeader}': null },
          query: { '${scopeParameter}': 'https://nowhere.example/.default' },
          expect: unauthorized,
        }),
        ask({ headers: { '${secretHeader}': null }, query: { '${scopeParameter}': null }, expect: unauthorized }),
        nothingUpstream,
      ],
    },
  ),
  clientCase(
    { ...family, severity: 'medium', gains: 'A request that changes nothing elsewhere hands out a token here.' },
    {
      id: id('methods'),
      title: 'Another method without the secret gets no token',
      steps: [
        control,
        mark,
        ...['POST', 'PUT', 'OPTIONS'].map((method) =>
          ask({
            method,
            headers: { '${secretHeader}': null },
            query: { '${scopeParameter}': '${otherAllowedScope}' },
            expect: { lacks: ['/eyJ[\\w-]+\\./'] },
          }),
        ),
        nothingUpstream,
      ],
      conduct: handsOutTokens,
    },
  ),
]
