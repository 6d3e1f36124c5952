import type { LedgerStep, RequestCheck } from '../client-case.ts'
import type { Objection } from '../judge.ts'
import type { LedgerEntry } from '../mock-azure/contract.ts'
import { checkAll, checkValue, isStatus, jsonAt } from './checks.ts'
import { asText, fieldOf, type LedgerRequest, readRequest } from './ledger-request.ts'

/** What a ledger step found: what is wrong, and the requests it looked at. */
export interface LedgerFindings {
  readonly objections: readonly Objection[]
  readonly requests: readonly LedgerRequest[]
}

/** Holds requests of the ledger against what a step says of them. Variables are filled in already. */
export function checkLedger(step: LedgerStep, entries: readonly LedgerEntry[]): LedgerFindings {
  const requests = entries.map(readRequest).filter((request) => requestProblem(step.where, request) === undefined)
  const problems = [
    countProblem(step, requests.length),
    eachProblem(step.each, requests),
    someProblem(step.some, requests),
    noneProblem(step.none, requests),
    ...(step.same ?? []).map((field) => sameProblem(field, requests)),
    ...(step.distinct ?? []).map((field) => distinctProblem(field, requests)),
    apartProblem(step.apartAtLeastSeconds, requests),
  ]
  const objections = problems.flatMap((problem): readonly Objection[] =>
    problem === undefined
      ? []
      : [
          {
            weight: 'fail',
            reason: 'ledger',
            expected: problem.expected,
            actual: `${problem.actual}: ${step.because}`,
          },
        ],
  )
  return { objections, requests }
}

interface Problem {
  readonly expected: string
  readonly actual: string
}

function countProblem({ of, where, exactly, atLeast, atMost }: LedgerStep, count: number): Problem | undefined {
  const what = `requests${where === undefined ? '' : ` like ${JSON.stringify(where)}`} to ${of === undefined ? 'the cloud' : [of].flat().join(' or ')}`
  const actual = `${count}`
  if (exactly !== undefined && count !== exactly) return { expected: `exactly ${exactly} ${what}`, actual }
  if (atLeast !== undefined && count < atLeast) return { expected: `at least ${atLeast} ${what}`, actual }
  if (atMost !== undefined && count > atMost) return { expected: `at most ${atMost} ${what}`, actual }
  return undefined
}

function eachProblem(check: RequestCheck | undefined, requests: readonly LedgerRequest[]): Problem | undefined {
  if (check === undefined) return undefined
  for (const request of requests) {
    const actual = requestProblem(check, request)
    if (actual !== undefined) return { expected: `each request like ${JSON.stringify(check)}`, actual }
  }
  return undefined
}

function someProblem(check: RequestCheck | undefined, requests: readonly LedgerRequest[]): Problem | undefined {
  if (check === undefined) return undefined
  const problems = requests.map((request) => requestProblem(check, request))
  if (problems.includes(undefined)) return undefined
  return {
    expected: `a request like ${JSON.stringify(check)}`,
    actual: problems.at(-1) ?? 'there is no request at all',
  }
}

function noneProblem(check: RequestCheck | undefined, requests: readonly LedgerRequest[]): Problem | undefined {
  if (check === undefined) return undefined
  const found = requests.find((request) => requestProblem(check, request) === undefined)
  if (found === undefined) return undefined
  return { expected: `no request like ${JSON.stringify(check)}`, actual: `${found.entry.method} ${found.url}` }
}

function sameProblem(field: string, requests: readonly LedgerRequest[]): Problem | undefined {
  const values = [...new Set(requests.map((request) => fieldOf(request, field)))]
  if (values.length <= 1) return undefined
  return { expected: `the same ${field} in all requests`, actual: values.join(', ') }
}

function distinctProblem(field: string, requests: readonly LedgerRequest[]): Problem | undefined {
  const values = requests.map((request) => fieldOf(request, field))
  const repeated = values.find((value, index) => value === undefined || values.indexOf(value) !== index)
  if (repeated === undefined && !values.includes(undefined)) return undefined
  return {
    expected: `another ${field} in each request`,
    actual: repeated === undefined ? `a request without it` : `${repeated} twice`,
  }
}

function apartProblem(seconds: number | undefined, requests: readonly LedgerRequest[]): Problem | undefined {
  if (seconds === undefined) return undefined
  for (const [index, { entry }] of requests.entries()) {
    const before = requests[index - 1]
    if (before === undefined) continue
    const apart = (entry.at - before.entry.at) / 1000
    if (apart < seconds) return { expected: `${seconds} s between requests`, actual: `${apart.toFixed(1)} s` }
  }
  return undefined
}

/** What keeps a request from being like a check; undefined when nothing does. */
export function requestProblem(check: RequestCheck | undefined, request: LedgerRequest): string | undefined {
  if (check === undefined) return undefined
  const { entry } = request
  return (
    valueProblem('the method', entry.method, check.method) ??
    valueProblem('the URL', request.url, check.url) ??
    checkAll(
      check.query,
      (name) => request.query.get(name),
      (name) => `query parameter ${name}`,
    ) ??
    checkAll(
      check.headers,
      (name) => entry.requestHeaders[name.toLowerCase()],
      (name) => `header ${name}`,
    ) ??
    checkAll(
      check.form,
      (name) => request.form.get(name),
      (name) => `form parameter ${name}`,
    ) ??
    checkAll(check.anywhere, (name) => fieldOf(request, `anywhere.${name}`)) ??
    checkAll(
      check.json,
      (pointer) => jsonAt(request.json, pointer),
      (pointer) => `body ${pointer}`,
    ) ??
    tokenProblem('client assertion', check.assertion, request.assertion) ??
    tokenProblem('bearer token', check.bearer, request.bearer) ??
    statusProblem(check.status, entry.status)
  )
}

function valueProblem(name: string, found: string, wanted: string | undefined): string | undefined {
  return wanted === undefined ? undefined : checkValue(name, found, wanted)
}

function statusProblem(wanted: RequestCheck['status'], status: number): string | undefined {
  return wanted === undefined || isStatus(status, wanted) ? undefined : `it was answered with ${status}`
}

function tokenProblem(
  name: string,
  check: RequestCheck['assertion'] | undefined,
  token: LedgerRequest['assertion'],
): string | undefined {
  if (check === undefined) return undefined
  if (token === undefined) return `there is no ${name}`
  const { header, claims } = token
  const problem =
    checkAll(
      check.header,
      (member) => asText(header[member]),
      (member) => `header ${member} of the ${name}`,
    ) ??
    checkAll(
      check.claims,
      (member) => asText(claims[member]),
      (member) => `claim ${member} of the ${name}`,
    )
  if (problem !== undefined || check.lifetimeAtMostSeconds === undefined) return problem
  const { exp, iat, nbf } = claims
  const from = typeof iat === 'number' ? iat : nbf
  if (typeof exp !== 'number' || typeof from !== 'number') return `the ${name} has no lifetime`
  return exp - from <= check.lifetimeAtMostSeconds ? undefined : `the ${name} lives for ${exp - from} s`
}
