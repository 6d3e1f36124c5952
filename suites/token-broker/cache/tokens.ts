import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import {
  ask,
  brokerFamily,
  fault,
  handsOutTokens,
  later,
  mark,
  slowUpstream,
  status,
  unavailable,
  upstream,
} from '../steps.ts'

const page = 'entra/identity/managed-identities-azure-resources/how-to-use-vm-token'
const family: ClientFamily = {
  ...brokerFamily,
  requirement: microsoft(
    page,
    'token caching',
    'Tokens of a managed identity MUST be cached, or its source throttles.',
  ),
  severity: 'medium',
  gains: 'Many callers together exhaust the source, and then nobody has a token.',
  isolation: 'fresh',
}
const renewing: ClientFamily = {
  ...family,
  requirement: microsoft(page, 'token caching', 'A token MUST be renewed before it expires, and never be used after.'),
  gains: 'Callers are refused by the services, for a token that they were given as good.',
}
const id = (name: string): string => `token-broker.cache.${name}`
const first = { first: 'body:(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)' } as const
const other = { '${scopeParameter}': '${otherAllowedScope}' } as const
const anHour = { do: 'identity-lifetime', seconds: 3600 } as const
const sameToken = { status: 200, contains: ['${first}'] } as const
const anotherToken = { status: 200, contains: ['/eyJ[\\w-]+\\./'], lacks: ['${first}'] } as const

/** One request upstream for as long as a token is good. */
export const cacheCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('many-calls'),
    title: 'Ten calls one after the other are one request upstream',
    steps: [
      ...Array.from({ length: 10 }, () => ask()),
      upstream({ exactly: 1 }, 'a token that was good was asked for again'),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(family, {
    id: id('callers-share'),
    title: 'Callers share tokens',
    steps: [
      ask({ browser: 'one', capture: first }),
      ask({ browser: 'another', expect: sameToken }),
      upstream({ exactly: 1 }, 'each caller was a request upstream'),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(family, {
    id: id('first-calls'),
    title: 'Fifty first calls at the same time are one request upstream',
    steps: [
      slowUpstream,
      { do: 'burst', times: 50, of: ask() },
      upstream({ exactly: 1 }, 'they did not wait for each other'),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(family, {
    id: id('first-calls-two-scopes'),
    title: 'First calls for a second scope do not wait for, or get, the token of the first',
    steps: [
      ask({ capture: first }),
      slowUpstream,
      { do: 'burst', times: 20, of: ask({ query: other, expect: anotherToken }) },
      upstream({ exactly: 2, distinct: ['query.resource'] }, 'scopes were mixed up, or not shared'),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(
    { ...family, severity: 'high', gains: 'A caller is handed a token for a service it is not meant for.' },
    {
      id: id('scopes-apart'),
      title: 'In turn, each scope keeps its own token',
      steps: [
        ask({ capture: first }),
        ask({ query: other, expect: anotherToken, capture: { second: first.first } }),
        ask({ expect: { status: 200, contains: ['${first}'], lacks: ['${second}'] } }),
        ask({ query: other, expect: { status: 200, contains: ['${second}'], lacks: ['${first}'] } }),
        upstream(
          { exactly: 2, distinct: ['query.resource'] },
          'a token was asked for again, or for the wrong resource',
        ),
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(renewing, {
    id: id('kept-while-good'),
    title: 'A token with half of its hour left is given out again',
    start: { clock: true, platform: [anHour] },
    steps: [
      ask({ control: true, capture: first }),
      later(1500),
      ask({ expect: sameToken }),
      upstream({ exactly: 1 }, 'it was renewed long before its time'),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(renewing, {
    id: id('expiry-of-a-kept-token'),
    title: 'Of a token that was kept, the answer still states its own end',
    start: { clock: true, platform: [anHour] },
    steps: [
      ask({ control: true, capture: first }),
      later(1500),
      ask({ expect: { ...sameToken, token: { expiry: 'its-own' } } }),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(renewing, {
    id: id('renewed-early'),
    title: 'A token with one minute left is renewed before it is given out',
    start: { clock: true, platform: [anHour] },
    steps: [
      ask({ control: true, capture: first }),
      later(3540),
      ask({ label: 'a minute before the end', expect: anotherToken }),
      upstream({ exactly: 2 }, 'it gave out a token that ends before it is used'),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(
    { ...renewing, severity: 'high' },
    {
      id: id('expired'),
      title: 'An expired token is not given out',
      start: { clock: true, platform: [anHour] },
      steps: [
        ask({ control: true, capture: first }),
        later(4000),
        ask({ label: 'after the end', expect: anotherToken }),
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    { ...renewing, severity: 'high' },
    {
      id: id('expired-while-failing'),
      title: 'An expired token is not given out when there is no other',
      start: { clock: true, platform: [anHour] },
      steps: [
        ask({ control: true, capture: first }),
        later(4000),
        fault(status(403)),
        ask({ label: 'after the end', expect: { ...unavailable, lacks: ['${first}'] } }),
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(renewing, {
    id: id('a-day-later'),
    title: 'Two days later there are new tokens, one for each scope',
    start: { clock: true },
    steps: [
      ask({ control: true, capture: first }),
      later(2 * 86_400),
      mark,
      ask({ label: 'two days later', expect: anotherToken }),
      ask({ label: 'the other scope two days later', query: other }),
      upstream({ atLeast: 2, distinct: ['query.resource'] }, 'tokens were not renewed, or mixed up'),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(
    {
      ...renewing,
      requirement: microsoft(
        'entra/identity/managed-identities-azure-resources/managed-identities-faq',
        'tokens of 24 hours',
        'A token that lives for a day SHOULD be renewed from half of its life on.',
      ),
      level: 'SHOULD',
      severity: 'low',
    },
    {
      id: id('half-life'),
      title: 'A token of a day is renewed when half of it is over',
      start: { clock: true },
      steps: [
        ask({ control: true }),
        later(13 * 3600),
        // An SDK may still give out the old one while it fetches the next.
        ask(),
        ask(),
        upstream({ atLeast: 2 }, 'the token was not renewed'),
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    {
      ...renewing,
      requirement: microsoft(page, 'retry guidance', 'While its source fails, a token that is good MUST still serve.'),
      gains: 'A hiccup of the source is an outage of every caller.',
    },
    {
      id: id('last-good'),
      title: 'While upstream fails, the last good token is given out as long as it is valid',
      needs: ['last-good-token'],
      start: { clock: true, platform: [anHour] },
      steps: [
        ask({ control: true, capture: first }),
        later(3400),
        fault(status(500)),
        ask({ label: 'while renewal fails', expect: { ...sameToken, atMostMs: 15_000 } }),
        ask({ label: 'again', expect: { ...sameToken, atMostMs: 15_000 } }),
        { do: 'clear-faults' },
        ask({ label: 'once it works again', expect: anotherToken, withinMs: 30_000 }),
      ],
      conduct: handsOutTokens,
    },
  ),
]
