import type { ClientCase } from '../../../harness/client-case.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { requirements } from '../requirements.ts'
import { chat, claimsChallenge, hour, identityRequests, later, mark, minute, movable, repeated } from '../steps.ts'

const identity = {
  kind: 'client',
  system: 'agent',
  level: 'MUST',
  severity: 'medium',
  maker: 'another-client',
  needs: ['action.chat'],
  isolation: 'fresh',
  gains: 'Nothing; but each answer takes longer, and the source throttles the app when it is busy.',
} satisfies Partial<ClientCase>

const model = 'azure-openai.chat-completions'

const reuse: readonly ClientCase[] = [
  {
    ...identity,
    id: 'caches.tokens.identity.reused',
    title: 'Five more questions to the model take no further token of the managed identity',
    requirement: requirements.identityCached,
    isolation: 'shared',
    steps: [
      chat('first', { control: true }),
      mark,
      ...repeated(5, (n) => chat(`question ${n}`)),
      identityRequests({ exactly: 0 }, 'a token that is good for a day was asked for again'),
      {
        do: 'ledger',
        of: model,
        exactly: 5,
        same: ['bearer'],
        because: 'each question is to be asked, with that token',
      },
    ],
  },
]

const renewal: readonly ClientCase[] = [
  {
    ...identity,
    id: 'caches.tokens.identity.reused-until-margin',
    title: 'A token with ten minutes left is used',
    requirement: requirements.identityCached,
    level: 'SHOULD',
    severity: 'low',
    start: movable([{ do: 'identity-lifetime', seconds: hour }]),
    steps: [
      chat('fresh', { control: true }),
      mark,
      later(50 * minute),
      chat('with ten minutes left'),
      identityRequests({ exactly: 0 }, 'a token with ten minutes left was not used'),
    ],
  },
  {
    ...identity,
    id: 'caches.tokens.identity.renewed-within-margin',
    title: 'A token with less than five minutes left is renewed',
    requirement: requirements.identityRenewed,
    level: 'SHOULD',
    gains: 'Nothing; but a token that ends on its way, or by a clock that is ahead, fails the call.',
    start: movable([{ do: 'identity-lifetime', seconds: hour }]),
    steps: [
      chat('fresh', { control: true }),
      mark,
      later(57 * minute),
      chat('with three minutes left'),
      identityRequests({ exactly: 1 }, 'the token was not renewed, or more than once'),
    ],
  },
  {
    ...identity,
    id: 'caches.tokens.identity.short-lived',
    title: 'A token that lives for four minutes is renewed before each question',
    requirement: requirements.identityRenewed,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but a token that ends on its way fails the call.',
    start: { platform: [{ do: 'identity-lifetime', seconds: 4 * minute }] },
    steps: [
      ...repeated(3, (n) => chat(`question ${n}`)),
      identityRequests({ exactly: 3 }, 'a token within five minutes of its end was used'),
    ],
  },
]

const halfLife: readonly ClientCase[] = [
  {
    ...identity,
    id: 'caches.tokens.identity.half-life.not-yet',
    title: 'A token for a day is not renewed in the first half of it',
    requirement: requirements.identityCached,
    severity: 'low',
    start: movable(),
    steps: [
      chat('fresh', { control: true }),
      mark,
      later(11 * hour),
      chat('eleven hours later'),
      identityRequests({ exactly: 0 }, 'a token was renewed with more than half of its life left'),
    ],
  },
  {
    ...identity,
    id: 'caches.tokens.identity.half-life.passed',
    title: 'A token for a day is renewed in the second half of it, and once',
    requirement: requirements.identityHalfLife,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but an outage of the source then meets tokens at their end.',
    start: movable(),
    steps: [
      chat('fresh', { control: true }),
      mark,
      later(13 * hour),
      chat('thirteen hours later'),
      chat('and again'),
      identityRequests({ exactly: 1 }, 'a token in the second half of its life was not renewed, or more than once'),
    ],
  },
  {
    ...identity,
    id: 'caches.tokens.identity.half-life.outage',
    title: 'While the source is down in the second half of its life, a token for a day goes on to serve',
    requirement: requirements.identityHalfLife,
    severity: 'high',
    gains: 'Nothing; but a hiccup of the source stops an app whose token is good for hours.',
    start: movable(),
    steps: [
      chat('fresh', { control: true }),
      later(13 * hour),
      { do: 'fault', endpoint: identityEndpoints, action: { do: 'status', status: 500 } },
      mark,
      chat('thirteen hours later'),
      chat('and again'),
      { do: 'ledger', of: model, exactly: 2, same: ['bearer'], because: 'the old token is good for hours' },
    ],
  },
]

const failures: readonly ClientCase[] = [
  {
    ...identity,
    id: 'caches.tokens.identity.claims-challenge',
    title: 'A claims challenge that stays is told, and not answered by the same token again and again',
    isolation: 'shared',
    requirement: requirements.claimsTold,
    gains: 'Nothing; but the app hammers a service that has refused it, and nobody learns why it fails.',
    steps: [
      chat('before', { control: true }),
      claimsChallenge(model),
      mark,
      chat('challenged', { expect: { status: ['4xx', '5xx'] } }),
      {
        do: 'ledger',
        of: model,
        atLeast: 1,
        atMost: 2,
        because: 'the token that had been refused was sent over and over',
      },
      { do: 'clear-faults' },
      chat('afterwards', { withinMs: 5000 }),
    ],
  },
]

/** Tokens of a managed identity that an agent calls services with. */
export const identityTokenCases: readonly ClientCase[] = [...reuse, ...renewal, ...halfLife, ...failures]
