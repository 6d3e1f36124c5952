import type { AnswerExpectation, DenialCode, Expectation } from './case.ts'
import type { ApiConfig } from './config/api-schema.ts'
import type { Answer, WireResponse } from './targets/contract.ts'
import type { Reason } from './verdict.ts'

/** What is wrong with an answer, and how bad: a `fail` breaks security or a MUST, a `warn` a SHOULD. */
export interface Objection {
  readonly weight: 'fail' | 'warn'
  readonly reason: Reason
  readonly expected: string
  readonly actual: string
}

export interface JudgeContext {
  readonly policies: ApiConfig['policies']
  /** Texts that only an unverified token or a refused request holds: none may come back. */
  readonly mustNotEcho: readonly string[]
  /** The attack's token as it was sent, if it is long enough to be recognised. */
  readonly tokenWire?: string
  /** True where the case is about the challenge itself: a missing one then fails, elsewhere it warns. */
  readonly judgesChallenge: boolean
}

const statusOf: Readonly<Record<DenialCode, number>> = {
  invalid_token: 401,
  insufficient_scope: 403,
  insufficient_claims: 401,
  invalid_request: 400,
  none: 401,
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Header values of that name, in order. `name` is lower case. */
export function headerValues(response: WireResponse, name: string): readonly string[] {
  return response.headers.filter(([header]) => header === name).map(([, value]) => value)
}

/** The answer in a few words: `401, WWW-Authenticate: Bearer error="invalid_token"`. */
export function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'response': {
      const challenge = headerValues(answer.response, 'www-authenticate').join(', ')
      return `${answer.response.status}${challenge === '' ? '' : `, WWW-Authenticate: ${challenge}`}`
    }
    case 'timeout':
      return `no answer within ${answer.afterMs} ms`
    case 'reset':
      return `connection closed without an answer (${answer.message})`
    case 'refused':
      return `connection refused (${answer.message})`
    case 'malformed':
      return `an answer that is not HTTP (${answer.message})`
  }
}

/** `401 with WWW-Authenticate: Bearer error="invalid_token"`. */
function describeDenial(as: readonly DenialCode[]): string {
  return as
    .map((code) => {
      const status = statusOf[code]
      if (code === 'none') return `${status} with WWW-Authenticate: Bearer`
      return `${status} with WWW-Authenticate: Bearer error="${code}"`
    })
    .join(' or ')
}

/**
 * Holds one answer against what the case expects.
 *
 * Two axes: *security* (no 2xx, no 5xx, an answer at all, nothing echoed) fails; *contract* (the exact status, the
 * challenge and its error code, RFC 6750 §3 and §3.1) warns, unless the case is about the challenge.
 * @returns every objection, the gravest first; empty when the answer is right
 */
export function judge(expectation: Expectation, answer: Answer, context: JudgeContext): readonly Objection[] {
  const expected = describeExpectation(expectation, context.policies)
  const actual = describeAnswer(answer)
  const fail = (reason: Reason, more = ''): Objection => ({ weight: 'fail', reason, expected, actual: actual + more })
  if (answer.kind !== 'response') return [fail('no-answer')]
  const { response } = answer
  switch (expectation.outcome) {
    case 'accepted':
      return isSuccess(response.status) ? [] : [fail(response.status >= 500 ? 'server-error' : 'refused-valid')]
    case 'status':
      return expectation.anyOf.includes(response.status)
        ? echoes(response, context, fail)
        : [fail(statusReason(response.status, expectation.anyOf))]
    case 'unharmed':
      return response.status >= 500
        ? [fail('server-error')]
        : isSuccess(response.status)
          ? []
          : echoes(response, context, fail)
    case 'refused':
      return isSuccess(response.status) ? [fail('accepted')] : echoes(response, context, fail)
    case 'answered':
      return isSuccess(response.status) ? [] : echoes(response, context, fail)
    case 'no-data':
      return harm(response, fail) ?? echoes(response, context, fail)
    case 'policy': {
      const decision = context.policies[expectation.policy]
      if (decision === undefined) return judge({ outcome: 'unharmed' }, answer, context)
      if (decision === 'accept') return isSuccess(response.status) ? [] : [fail('policy')]
      if (isSuccess(response.status)) return [fail('policy')]
      return judge({ outcome: 'denied', as: expectation.as }, answer, context)
    }
    case 'denied':
      return (
        harm(response, fail) ?? [
          ...echoes(response, context, fail),
          ...contract(expectation.as, response, context.judgesChallenge),
        ]
      )
  }
}

type Fail = (reason: Reason, more?: string) => Objection

function statusReason(status: number, wanted: readonly number[]): Reason {
  if (status >= 500) return 'server-error'
  if (isSuccess(status)) return 'accepted'
  return wanted.some(isSuccess) ? 'refused-valid' : 'wrong-status'
}

function harm(response: WireResponse, fail: Fail): readonly Objection[] | undefined {
  if (isSuccess(response.status)) return [fail('accepted')]
  if (response.status >= 500) return [fail('server-error')]
  return undefined
}

function echoes(response: WireResponse, context: JudgeContext, fail: Fail): readonly Objection[] {
  const text = [...response.headers.map(([, value]) => value), response.body].join('\n')
  const echo = context.mustNotEcho.find((canary) => canary !== '' && text.includes(canary))
  if (echo !== undefined) return [fail('echoed', `; the answer repeats "${echo}" from a token that was not accepted`)]
  if (context.tokenWire !== undefined && context.tokenWire.length > 40 && text.includes(context.tokenWire)) {
    return [fail('leak', '; the answer repeats the whole token')]
  }
  return []
}

function contract(as: readonly DenialCode[], response: WireResponse, judgesChallenge: boolean): readonly Objection[] {
  const expected = describeDenial(as)
  const answer: Answer = { kind: 'response', response, durationMs: 0 }
  const object = (weight: Objection['weight'], reason: Reason, actual = describeAnswer(answer)): Objection => ({
    weight,
    reason,
    expected,
    actual,
  })
  const challenges = headerValues(response, 'www-authenticate')
  const bearer = challenges.find((challenge) => /(^|,)\s*bearer\b/i.test(challenge))
  if (response.status === 401 && bearer === undefined) {
    return [object(judgesChallenge ? 'fail' : 'warn', 'wrong-challenge')]
  }
  if (!as.some((code) => statusOf[code] === response.status)) return [object('warn', 'wrong-status')]
  const error = bearer === undefined ? undefined : /\berror\s*=\s*"?([a-z_]+)/i.exec(bearer)?.[1]
  // Where a bare challenge will do, it will do with each of the statuses.
  const allowed = as.filter((code) => code === 'none' || statusOf[code] === response.status)
  const right = allowed.some((code) => (code === 'none' ? error === undefined : error === code))
  // RFC 6750 asks for the code in the challenge; a 400 or 403 without any challenge is common and harmless.
  if (right || (bearer === undefined && response.status !== 401)) return []
  return [object('warn', 'wrong-challenge')]
}

export function describeExpectation(expectation: Expectation, policies: ApiConfig['policies']): string {
  switch (expectation.outcome) {
    case 'accepted':
      return '2xx'
    case 'denied':
      return describeDenial(expectation.as)
    case 'policy': {
      const decision = policies[expectation.policy]
      if (decision === undefined) return 'accepted or denied, without a 5xx'
      return decision === 'accept'
        ? `2xx (policies.${expectation.policy}: accept)`
        : `${describeDenial(expectation.as)} (policies.${expectation.policy}: reject)`
    }
    case 'no-data':
      return 'any denial: no 2xx, no 5xx'
    case 'refused':
      return 'no 2xx'
    case 'answered':
      return 'an answer'
    case 'unharmed':
      return 'any answer but a 5xx'
    case 'status':
      return expectation.anyOf.join(' or ')
  }
}

/** Holds an answer against what it must show and must not show. */
export function judgeContent(expectation: AnswerExpectation, answer: Answer): readonly Objection[] {
  if (answer.kind !== 'response') return []
  const { response } = answer
  const text = [...response.headers.map(([name, value]) => `${name}: ${value}`), response.body].join('\n')
  return [
    ...(expectation.contains ?? [])
      .filter((wanted) => !matches(text, wanted))
      .map((wanted) => objection('policy', `the answer holds ${wanted}`, 'it does not')),
    ...(expectation.lacks ?? [])
      .filter((unwanted) => matches(text, unwanted))
      .map((unwanted) => objection('leak', `the answer does not hold ${unwanted}`, 'it does')),
    ...Object.entries(expectation.lacksHeaders ?? {}).flatMap(([name, unwanted]) =>
      headerValues(response, name)
        .filter((value) => matches(value, unwanted))
        .map((value) => objection('policy', `no ${name} with ${unwanted}`, `${name}: ${value}`)),
    ),
    ...Object.entries(expectation.headers ?? {}).flatMap(([name, wanted]) => {
      const values = headerValues(response, name)
      if (wanted === null) {
        return values.length === 0 ? [] : [objection('policy', `no ${name} header`, `${name}: ${values.join(', ')}`)]
      }
      if (values.some((value) => matches(value, wanted, true))) return []
      const actual = values.length === 0 ? `no ${name} header` : `${name}: ${values.join(', ')}`
      return [objection('policy', `${name}: ${wanted}`, actual)]
    }),
  ]
}

function objection(reason: Reason, expected: string, actual: string): Objection {
  return { weight: 'fail', reason, expected, actual }
}

/** `/…/flags` is a regular expression, anything else a text: the whole of it or a part. */
export function matches(text: string, wanted: string, whole = false): boolean {
  const expression = /^\/(.*)\/([a-z]*)$/s.exec(wanted)
  if (expression !== null) return new RegExp(expression[1] ?? '', expression[2]).test(text)
  return whole ? text === wanted : text.includes(wanted)
}
