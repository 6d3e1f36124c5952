import type {
  AnswerCheck,
  ClientCase,
  ClientStep,
  LedgerStep,
  PlatformStep,
  VisitStep,
} from '../../harness/client-case.ts'
import type { FaultAction } from '../../harness/mock-azure/contract.ts'
import type { ClientFamily } from '../client-family.ts'
import { microsoft } from '../client-requirements.ts'
import { identityEndpoints } from '../identity-endpoints.ts'

/** The longest that a caller waits: the time of every retry of the SDKs, and a little. */
export const longestWaitMs = 30_000

/** A broker hands tokens out: that they stand in its answers is what it is for. */
export const handsOutTokens: NonNullable<ClientCase['conduct']> = {
  allow: ['token-in-page'],
  because: 'A broker answers with tokens.',
}

export const brokerFamily: ClientFamily = {
  requirement: microsoft(
    'entra/identity-platform/identity-platform-integration-checklist',
    'integration checklist',
    'Tokens are credentials: whoever hands them out MUST know to whom, and for what.',
  ),
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'Whoever reaches the broker acts as its identity.',
  system: 'broker',
}

/** The secret as this broker wants it shown. */
export const shown = '${secretScheme}${brokerSecret}'

/** A request for a token, with the secret and for an allowed scope unless it says otherwise. */
export function ask(changes: Partial<VisitStep> = {}): VisitStep {
  const { headers, query, ...others } = changes
  return {
    do: 'visit',
    at: 'token',
    browser: 'none',
    expect: granted,
    ...others,
    headers: { '${secretHeader}': shown, ...headers },
    query: { '${scopeParameter}': '${allowedScope}', ...query },
  }
}

/** A token, three parts and all, in the member declared for it. */
export const granted = {
  status: 200,
  json: { '${tokenField}': '/^eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+$/' },
} as const satisfies AnswerCheck

const noToken = ['/eyJ[\\w-]+\\.[\\w-]+\\./'] as const

/** Not a caller's: 401, and no token in it. */
export const unauthorized = { status: 401, lacks: noToken } as const satisfies AnswerCheck
/** A request that no secret makes good. */
export const refused = { status: [400, 403], lacks: noToken } as const satisfies AnswerCheck
/** No token came from Azure. */
export const unavailable = { status: [502, 503, 504], lacks: noToken } as const satisfies AnswerCheck

/** The control of a denial: the same caller, rightly. */
export const control = ask({ control: true, label: 'with the secret, for an allowed scope' })

export const mark = { do: 'mark' } as const satisfies ClientStep

type Count = Omit<LedgerStep, 'do' | 'because' | 'of'>

/** Requests for tokens at the source; the look whether IMDS is there, which names no resource, does not count. */
export function upstream(count: Count, because: string): LedgerStep {
  return { do: 'ledger', of: identityEndpoints, where: { query: { resource: '/./' } }, ...count, because }
}

/** Nothing at all was asked of Azure. */
export const nothingUpstream: LedgerStep = {
  do: 'ledger',
  exactly: 0,
  because: 'Azure was asked before it was clear that the caller may have a token',
}

export function fault(action: FaultAction, calls?: number): PlatformStep {
  return {
    do: 'fault',
    endpoint: identityEndpoints,
    action,
    ...(calls === undefined ? {} : { calls: { from: 1, to: calls } }),
  }
}

/** Whoever asks meanwhile asks at the same time, however busy the machine is. */
export const slowUpstream = fault({ do: 'latency', ms: 400 })

export function status(code: number, headers: Readonly<Record<string, string>> = {}): FaultAction {
  const body = JSON.stringify({ error: 'stand_in', error_description: 'upstream-detail of the stand-in' })
  return { do: 'status', status: code, headers: { 'content-type': 'application/json', ...headers }, body }
}

export function later(seconds: number): PlatformStep {
  return { do: 'clock', of: 'both', seconds }
}

export const health: VisitStep = { do: 'visit', at: 'health', browser: 'none', expect: { status: '2xx' } }
