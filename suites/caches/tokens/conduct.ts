import type { ClientCase } from '../../../harness/client-case.ts'
import { requirements } from '../requirements.ts'
import { callApi, chat, longestWaitMs, mark, renewing, signIn, tokenRequests } from '../steps.ts'

const conduct = {
  kind: 'client',
  level: 'MUST',
  maker: 'anyone',
  severity: 'high',
  isolation: 'fresh',
} satisfies Partial<ClientCase>

const tls = {
  ...conduct,
  severity: 'critical',
  gains:
    'Whoever can redirect the network traffic of the app reads its credentials and tokens, and answers in their place.',
} satisfies Partial<ClientCase>

/** From now on hosts show certificates of an authority that nobody trusts; connections from before are closed. */
const untrusted = { do: 'certificates', trusted: false } as const
const trusted = { do: 'certificates', trusted: true } as const

const certificates: readonly ClientCase[] = [
  {
    ...tls,
    id: 'caches.tokens.conduct.tls-entra',
    title: 'No code is redeemed where Entra ID shows a certificate that nobody trusts',
    requirement: requirements.tlsToIssuer,
    system: 'web-app',
    steps: [
      signIn('control', { control: true }),
      untrusted,
      mark,
      signIn('victim', { expect: { shows: 'error' } }),
      tokenRequests({ exactly: 0 }, 'the code and the credential were sent to a host that could not prove who it is'),
      trusted,
      signIn('afterwards'),
    ],
  },
  {
    ...tls,
    id: 'caches.tokens.conduct.tls-renewal',
    title: 'No refresh token is sent where Entra ID shows a certificate that nobody trusts',
    requirement: requirements.tlsToIssuer,
    system: 'web-app',
    needs: ['page.callApi'],
    start: renewing,
    steps: [
      signIn('first', { control: true }),
      callApi('before', { control: true }),
      untrusted,
      mark,
      callApi('renewal', { expect: { shows: 'error' } }),
      tokenRequests({ exactly: 0 }, 'the refresh token was sent to a host that could not prove who it is'),
      trusted,
      callApi('afterwards'),
    ],
  },
  {
    ...tls,
    id: 'caches.tokens.conduct.tls-api',
    title: 'No access token is sent where the API shows a certificate that nobody trusts',
    requirement: requirements.tlsVerified,
    system: 'web-app',
    needs: ['page.callApi'],
    steps: [
      signIn('first', { control: true }),
      callApi('before', { control: true }),
      untrusted,
      mark,
      callApi('call', { expect: { shows: 'error' } }),
      {
        do: 'ledger',
        of: 'guarded-resource',
        exactly: 0,
        because: 'the token was sent to a host that could not prove who it is',
      },
      trusted,
      callApi('afterwards'),
    ],
  },
  {
    ...tls,
    id: 'caches.tokens.conduct.tls-model',
    title: 'No token is sent where the model shows a certificate that nobody trusts',
    requirement: requirements.tlsVerified,
    system: 'agent',
    needs: ['action.chat'],
    steps: [
      chat('before', { control: true }),
      untrusted,
      mark,
      chat('call', { expect: { status: ['4xx', '5xx'] } }),
      {
        do: 'ledger',
        of: 'azure-openai.chat-completions',
        exactly: 0,
        because: 'the token was sent to a host that could not prove who it is',
      },
      trusted,
      chat('afterwards', { withinMs: 5000 }),
    ],
  },
]

const patience = {
  ...conduct,
  requirement: requirements.bounded,
  gains: 'Nothing; but one service that does not answer takes all connections of the app with it.',
} satisfies Partial<ClientCase>

/** Longer than any client waits. */
const never = { do: 'latency', ms: 2 * longestWaitMs } as const

const bounds: readonly ClientCase[] = [
  {
    ...patience,
    id: 'caches.tokens.conduct.slow-entra',
    title: 'A renewal that gets no answer ends in an error page within half a minute',
    system: 'web-app',
    needs: ['page.callApi'],
    start: renewing,
    steps: [
      signIn('first', { control: true }),
      { do: 'fault', endpoint: 'entra.token', action: never },
      mark,
      callApi('call', { expect: { shows: 'error', atMostMs: longestWaitMs } }),
      tokenRequests({ atMost: 4 }, 'it was tried again and again'),
      { do: 'clear-faults' },
      callApi('afterwards'),
    ],
  },
]

const uuid = '/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i'

const correlation: readonly ClientCase[] = [
  {
    ...conduct,
    id: 'caches.tokens.conduct.correlation',
    title: 'Each renewal and each sign-in names a correlation ID of its own to Entra ID',
    requirement: requirements.correlation,
    level: 'SHOULD',
    severity: 'info',
    gains: 'Nothing; but nobody can find a failed request in the sign-in logs.',
    system: 'web-app',
    needs: ['page.callApi'],
    isolation: 'shared',
    start: renewing,
    steps: [
      signIn('first'),
      callApi('renewal'),
      callApi('another renewal'),
      {
        do: 'ledger',
        of: 'entra.token',
        atLeast: 3,
        each: { anywhere: { 'client-request-id': uuid } },
        distinct: ['anywhere.client-request-id'],
        because: 'a request cannot be told from others in the logs of Entra ID',
      },
    ],
  },
]

/** What a client is to do well whatever it asks for. More of it is looked at after every case (docs/client-cases.md). */
export const conductCases: readonly ClientCase[] = [...certificates, ...bounds, ...correlation]
