import type { AnswerCheck, ClientCase, LedgerStep, PlatformStep, VisitStep } from '../../../harness/client-case.ts'
import type { Endpoint, FaultAction } from '../../../harness/mock-azure/contract.ts'
import type { ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import { longestWaitMs } from '../steps.ts'

/** A program that reads a vault by the Azure SDK, with a credential whose tokens come from the broker. */
export const clientFamily: ClientFamily = {
  requirement: microsoft(
    'javascript/api/@azure/core-auth/tokencredential',
    'TokenCredential',
    'A credential MUST give the SDK a token for the scope that the SDK asks for, or say why there is none.',
  ),
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'Nothing; the program does not work.',
  system: 'broker',
  start: { client: 'known' },
  isolation: 'fresh',
}

export const id = (name: string): string => `token-broker.client.${name}`

/** It shows what it read. */
const works = { status: '2xx', contains: ['${clientShows}'] } as const satisfies AnswerCheck
/** It says in time that there was no token, and whose fault that is. */
export const failed = {
  shows: 'error',
  contains: ['${clientBlames}'],
  lacks: ['${clientShows}'],
  atMostMs: longestWaitMs,
} as const satisfies AnswerCheck

/** Makes it read the vault. */
export function use(changes: Partial<VisitStep> = {}): VisitStep {
  return { do: 'visit', at: 'client', browser: 'none', expect: works, ...changes }
}

/** For cases that wait for a recovery: until then each attempt is a request to the vault, without a token. */
export const triesAgain: NonNullable<ClientCase['conduct']> = {
  allow: ['retry-storm'],
  because: 'The case itself asks again and again until there is an answer.',
}

/** The control of a denial: the same without what was wrong, once the credential asks again. */
export const afterwards: readonly [PlatformStep, VisitStep] = [
  { do: 'clear-faults' },
  use({ label: 'without the fault', withinMs: longestWaitMs, control: true }),
]

type Count = Omit<LedgerStep, 'do' | 'because' | 'of'>

/** Requests of the credential to the broker. */
export function asked(count: Count, because: string): LedgerStep {
  return { do: 'ledger', of: 'token-broker', ...count, because }
}

export const vaultEndpoints = ['key-vault.secret.list', 'key-vault.secret.get'] as const satisfies readonly Endpoint[]

/** Requests to the vault with a token; the first of all has none, and is told where to get one. */
export function read(count: Omit<Count, 'where'>, because: string): LedgerStep {
  return { do: 'ledger', of: vaultEndpoints, where: { headers: { authorization: '/./' } }, ...count, because }
}

export function brokerFault(action: FaultAction, calls?: number): PlatformStep {
  return {
    do: 'fault',
    endpoint: 'token-broker',
    action,
    ...(calls === undefined ? {} : { calls: { from: 1, to: calls } }),
  }
}

/** As where no broker runs. */
export const brokerGone = brokerFault({ do: 'reset' })
