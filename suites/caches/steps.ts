import type {
  BurstStep,
  ClientCase,
  ClientStep,
  LedgerStep,
  PlatformStep,
  SignInStep,
  VisitStep,
} from '../../harness/client-case.ts'
import type { Endpoint } from '../../harness/mock-azure/contract.ts'
import { identityEndpoints } from '../identity-endpoints.ts'

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour
/** Longer than any session is declared to last, short enough for every certificate. */
export const longerThanAnySession = 400 * day

/** No client waits longer for an answer than this, whatever it has declared (milliseconds). */
export const longestWaitMs = 30_000

/** The page of the web app that calls the API, and its answer. */
export function callApi(label: string, changes: Partial<VisitStep> = {}): VisitStep {
  return { do: 'visit', label, at: 'page.callApi', expect: { status: '2xx' }, ...changes }
}

/** The page leads to a sign-in: the session has no token that counts any more. */
export function callApiAfterSignIn(label: string, changes: Partial<VisitStep> = {}): VisitStep {
  return callApi(label, { follow: 'all', ...changes })
}

export function signIn(browser: string, changes: Partial<SignInStep> = {}): SignInStep {
  return { do: 'sign-in', browser, ...changes }
}

/** The agent asks its model. */
export function chat(label: string, changes: Partial<VisitStep> = {}): VisitStep {
  return { do: 'visit', label, at: 'action.chat', browser: 'none', expect: { status: '2xx' }, ...changes }
}

export function repeated(times: number, step: (n: number) => VisitStep): readonly VisitStep[] {
  return Array.from({ length: times }, (_, index) => step(index + 1))
}

/** Many at once, in one browser. */
export function atOnce(times: number, of: VisitStep): BurstStep {
  return { do: 'burst', times, of }
}

export const mark = { do: 'mark' } as const satisfies ClientStep

/** Both clocks, the cloud's and the target's. */
export function later(seconds: number): PlatformStep {
  return { do: 'clock', of: 'both', seconds }
}

/** A start whose clock can be moved, with token lifetimes in force from the beginning. */
export function movable(platform: readonly PlatformStep[] = []): NonNullable<ClientCase['start']> {
  return { clock: true, platform }
}

/** Each call has to renew, so that it is the refresh token and the cache that decide. */
export const renewing = { platform: [{ do: 'token-lifetime', expiresIn: 4 * minute }] } as const

export function tokenRequests(count: Pick<LedgerStep, 'exactly' | 'atLeast' | 'atMost'>, because: string): LedgerStep {
  return { do: 'ledger', of: 'entra.token', ...count, because }
}

export function identityRequests(
  count: Pick<LedgerStep, 'exactly' | 'atLeast' | 'atMost'>,
  because: string,
): LedgerStep {
  return { do: 'ledger', of: identityEndpoints, ...count, because }
}

/** What the token endpoint refuses with (RFC 6749 §5.2), as Entra ID writes it. */
export function tokenError(
  error: string,
  number: number,
  more: { readonly suberror?: string; readonly claims?: string } = {},
): PlatformStep {
  const body = { error, error_description: `AADSTS${number}: Refused by the stand-in.`, error_codes: [number], ...more }
  return {
    do: 'fault',
    endpoint: 'entra.token',
    action: {
      do: 'status',
      status: 400,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    },
  }
}

type Fault = Extract<PlatformStep, { do: 'fault' }>

/** A refusal for a while. @param retryAfter the header's value, where there is one */
export function busy(endpoint: Endpoint | readonly Endpoint[], status: number, retryAfter?: string): Fault {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
  return {
    do: 'fault',
    endpoint,
    action: {
      do: 'status',
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify({ error: 'temporarily_unavailable', error_description: 'The service is busy.' }),
    },
  }
}

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}'

/** A service wants another token (https://learn.microsoft.com/entra/identity-platform/claims-challenge). */
export function claimsChallenge(endpoint: Endpoint, calls?: Fault['calls']): Fault {
  const challenge = {
    realm: '',
    authorization_uri: 'https://login.microsoftonline.com/common/oauth2/authorize',
    error: 'insufficient_claims',
    claims: Buffer.from(claims).toString('base64'),
  }
  const parameters = Object.entries(challenge).map(([name, value]) => `${name}="${value}"`)
  return {
    do: 'fault',
    endpoint,
    ...(calls === undefined ? {} : { calls }),
    action: { do: 'status', status: 401, headers: { 'www-authenticate': `Bearer ${parameters.join(', ')}` } },
  }
}
