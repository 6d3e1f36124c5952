import type { ClientStep, LedgerStep, PlatformStep, SignInStep, VisitStep } from '../../harness/client-case.ts'
import type { FaultAction } from '../../harness/mock-azure/contract.ts'

export const mark = { do: 'mark' } as const satisfies ClientStep

/** The matched pair: a sign-in without the difference. */
export const control: SignInStep = { do: 'sign-in', label: 'control', browser: 'control', control: true }

/** A sign-in that a case only builds on. */
export function signedIn(browser: string, changes: Partial<SignInStep> = {}): SignInStep {
  return { do: 'sign-in', label: `sign-in in the browser "${browser}"`, browser, control: true, ...changes }
}

export function callApi(browser: string, changes: Partial<VisitStep> = {}): VisitStep {
  return { do: 'visit', label: 'calling the API', browser, at: 'page.callApi', expect: { status: '2xx' }, ...changes }
}

export function home(browser: string, changes: Partial<VisitStep> = {}): VisitStep {
  return { do: 'visit', label: 'the home page', browser, at: 'page.home', ...changes }
}

export function apiRequests(checks: Omit<LedgerStep, 'do' | 'of'>): LedgerStep {
  return { do: 'ledger', of: 'guarded-resource', ...checks }
}

export function tokenRequests(checks: Omit<LedgerStep, 'do' | 'of'>): LedgerStep {
  return { do: 'ledger', of: 'entra.token', ...checks }
}

/** What the API does instead of its own answer. @param calls the nth ones from now; default all */
export function apiAnswers(action: FaultAction, calls?: { readonly from: number; readonly to: number }): PlatformStep {
  return { do: 'fault', endpoint: 'guarded-resource', action, ...(calls === undefined ? {} : { calls }) }
}

export function apiStatus(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): FaultAction {
  return { do: 'status', status, headers, body }
}

/** The answer says nothing of the kind: a matter of taste where a leak would be grave. @param regex without slashes */
export function nothingLike(regex: string): string {
  return `/^(?![\\s\\S]*${regex})/i`
}

export const once = { from: 1, to: 1 } as const
