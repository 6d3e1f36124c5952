import type { ClientStep, LedgerStep, PlatformStep, VisitStep } from '../../../harness/client-case.ts'
import type { Endpoint, FaultAction } from '../../../harness/mock-azure/contract.ts'
import type { ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'

export const model = 'azure-openai.chat-completions' satisfies Endpoint
export const sessions = 'session-pool.execute' satisfies Endpoint

/** Resources, with the slash that some write at the end. */
export const modelResource = '/^https:\\/\\/cognitiveservices\\.azure\\.com\\/?$/'
export const sessionsResource = '/^https:\\/\\/dynamicsessions\\.io\\/?$/'

/** Longer than any wait has reason for: the time of every retry of the SDKs, and a little. */
export const longestWaitMs = 30_000

/** What the cases of a managed identity start from. */
export const identityFamily: ClientFamily = {
  requirement: microsoft(
    'entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
    'get an access token for a managed identity',
    'A token is asked for the resource that is called, and MUST be used for that resource alone.',
  ),
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  gains: 'A service that is handed a token for another one can act there as the application.',
  system: 'agent',
}

/** The agent asks its model. */
export function chat(changes: Partial<VisitStep> = {}): VisitStep {
  return { do: 'visit', at: 'action.chat', browser: 'none', expect: { status: '2xx' }, ...changes }
}

/** The agent runs code in a session. */
export function code(changes: Partial<VisitStep> = {}): VisitStep {
  return { ...chat(changes), at: 'action.code' }
}

/** Anything but a success: what a failure must never look like. */
export const failure = { status: ['4xx', '5xx'] } as const satisfies VisitStep['expect']

export const mark = { do: 'mark' } as const satisfies ClientStep

type Count = Omit<LedgerStep, 'do' | 'because' | 'of'>

/** Requests for tokens at any source; the look whether IMDS is there, which names no resource, does not count. */
export function identityRequests(count: Count, because: string): LedgerStep {
  return { do: 'ledger', of: identityEndpoints, where: { query: { resource: '/./' } }, ...count, because }
}

/** Every request to a source, the look whether it is there included. */
export function anyIdentityRequest(count: Count, because: string): LedgerStep {
  return { do: 'ledger', of: identityEndpoints, ...count, because }
}

export function asked(of: Endpoint, count: Count, because: string): LedgerStep {
  return { do: 'ledger', of, ...count, because }
}

export function fault(endpoint: Endpoint | readonly Endpoint[], action: FaultAction, calls?: number): PlatformStep {
  return { do: 'fault', endpoint, action, ...(calls === undefined ? {} : { calls: { from: 1, to: calls } }) }
}

export function status(code_: number, headers: Readonly<Record<string, string>> = {}): FaultAction {
  const body = JSON.stringify({ error: { code: String(code_), message: 'A fault of the stand-in.' } })
  return { do: 'status', status: code_, headers: { 'content-type': 'application/json', ...headers }, body }
}

/** The usual identity has nothing any more; the workload has no other. */
export const withoutIdentity: readonly PlatformStep[] = [
  { do: 'identity', unassign: 'system-assigned' },
  { do: 'identity', unassign: 'user-assigned' },
]

/** It is alive: a fault was a failure of one call. */
export const stillThere: VisitStep = {
  do: 'visit',
  at: 'health',
  label: 'afterwards',
  browser: 'none',
  expect: { shows: 'answered' },
}
