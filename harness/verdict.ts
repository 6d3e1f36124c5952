import { z } from 'zod'

/**
 * - `pass`: the requirement holds
 * - `fail`: it does not
 * - `warn`: a SHOULD does not hold, or an issuer-only token was accepted (fails under `--strict`)
 * - `not-applicable`: the target's manifest says the case does not concern it; `reason` says why
 * - `known-fail`: failed as the known-failing list says
 * - `unexpected-pass`: on the known-failing list but passed: remove the entry
 * - `error`: could not be judged; `problem` says what and whose fault
 */
export const verdictNames = [
  'pass',
  'fail',
  'warn',
  'not-applicable',
  'known-fail',
  'unexpected-pass',
  'error',
] as const
export type VerdictName = (typeof verdictNames)[number]

export const makers = ['anyone', 'another-client', 'issuer-only'] as const
export const levels = ['MUST', 'SHOULD', 'MAY'] as const
/** Most severe first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const

export const requirementSchema = z.object({
  /** One sentence with a requirement word. */
  text: z.string(),
  /** For example `RFC 8725 §3.9`. */
  source: z.string(),
  url: z.url(),
})
export type Requirement = z.infer<typeof requirementSchema>

const headersSchema = z.array(z.tuple([z.string(), z.string()]))

/** One request and its answer as a reader needs it. Mock tokens stand whole, for replay; real ones are redacted. */
export const exchangeSchema = z.object({
  /** What this exchange was for: `control`, `attack`, or a step's name. */
  label: z.string(),
  request: z.object({ method: z.string(), url: z.string(), headers: headersSchema, body: z.string().optional() }),
  answer: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('response'),
      status: z.number(),
      headers: headersSchema,
      body: z.string(),
      durationMs: z.number(),
    }),
    z.object({
      kind: z.literal('none'),
      reason: z.enum(['timeout', 'reset', 'refused', 'malformed']),
      message: z.string(),
    }),
  ]),
  /** A line that sends the same request again. */
  curl: z.string(),
})
export type Exchange = z.infer<typeof exchangeSchema>

/** A token's parts as far as they can be read, for showing. */
export const decodedTokenSchema = z.object({
  header: z.unknown().optional(),
  claims: z.unknown().optional(),
  /** Shown where header or claims cannot be read. */
  note: z.string().optional(),
})
export type DecodedToken = z.infer<typeof decodedTokenSchema>

/** Why a case did not pass, in the terms the kill matrix and the reports use. */
export const reasons = [
  'accepted', // an attack got 2xx
  'refused-valid', // a valid request was denied
  'server-error', // 5xx
  'no-answer', // hang, reset, crash
  'echoed', // something from an unverified token came back
  'side-effect', // protected code ran
  'wrong-challenge', // WWW-Authenticate missing or wrong
  'wrong-status', // denied, but with another status than the standard's
  'ledger', // the target's own outgoing requests break a bound
  'broke-target', // good users are refused after the attack
  'leak', // stack trace, key material, token in an answer
  'policy', // not as the manifest declares
] as const
export type Reason = (typeof reasons)[number]

export const findingSchema = z.object({
  reason: z.enum(reasons),
  expected: z.string(),
  actual: z.string(),
  /** What an attacker gains. */
  gains: z.string(),
  /** The likely fix in common stacks. */
  fix: z.array(z.object({ stack: z.string(), hint: z.string() })),
  token: decodedTokenSchema.optional(),
  controlToken: decodedTokenSchema.optional(),
  /** Paths that differ, for example `claims.aud`. */
  difference: z.array(z.string()),
  exchanges: z.array(exchangeSchema),
})
export type Finding = z.infer<typeof findingSchema>

export const problemSchema = z.object({
  code: z.string(),
  fault: z.enum(['config', 'target', 'harness']),
  message: z.string(),
  fix: z.string(),
  details: z.string().optional(),
})

export const caseResultSchema = z.object({
  id: z.string(),
  title: z.string(),
  group: z.string(),
  verdict: z.enum(verdictNames),
  level: z.enum(levels),
  severity: z.enum(severities),
  maker: z.enum(makers),
  requirement: requirementSchema,
  tags: z.array(z.string()),
  durationMs: z.number(),
  /** Why it is not applicable, or known to fail. */
  reason: z.string().optional(),
  finding: findingSchema.optional(),
  problem: problemSchema.optional(),
})
export type CaseResult = z.infer<typeof caseResultSchema>

export const summarySchema = z.object({
  pass: z.int(),
  fail: z.int(),
  warn: z.int(),
  notApplicable: z.int(),
  knownFail: z.int(),
  unexpectedPass: z.int(),
  error: z.int(),
})
export type Summary = z.infer<typeof summarySchema>

/** `reports/results.json`. */
export const resultsSchema = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.literal('entra-conformance'), version: z.string() }),
  target: z.object({ name: z.string(), kind: z.enum(['module', 'process', 'url']), config: z.string() }),
  /** What performed the cases in place of the harness itself. */
  browser: z.enum(['chromium']).optional(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  strict: z.boolean(),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  summary: summarySchema,
  /** What kept the run from being whole, each once; the cases it touched carry it too. */
  problems: z.array(problemSchema),
  cases: z.array(caseResultSchema),
})
export type Results = z.infer<typeof resultsSchema>
