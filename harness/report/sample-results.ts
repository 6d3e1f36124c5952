import type { CaseResult, Finding, Results } from '../verdict.ts'
import { assembleResults, type Problem } from './summarise.ts'

/** Made-up results for this folder's tests. */

const apiClientId = '33333333-3333-4333-8333-333333333333'
const otherApiClientId = '55555555-5555-4555-8555-555555555555'

export function sampleFinding(overrides: Partial<Finding> = {}): Finding {
  const header = { typ: 'JWT', alg: 'RS256', kid: 'FfQvSyNn0vXR5-ICaqMpEp1hIzQ' }
  const claims = { aud: apiClientId, exp: 1_800_003_600, scp: 'access_as_user', ver: '2.0' }
  return {
    reason: 'accepted',
    expected: '401 with WWW-Authenticate: Bearer error="invalid_token"',
    actual: '200',
    gains: 'Any client that may call another API of the tenant reads this one with the token it has.',
    fix: [
      { stack: 'Microsoft.Identity.Web', hint: 'set AzureAd:Audience to the client ID of this API' },
      { stack: 'jose', hint: 'pass { audience } to jwtVerify' },
    ],
    controlToken: { header, claims },
    token: { header, claims: { ...claims, aud: otherApiClientId } },
    difference: ['claims.aud'],
    exchanges: [
      sampleExchange('control', 'eyJhbGciOiJSUzI1NiJ9.e30.good'),
      sampleExchange('attack', 'eyJhbGciOiJSUzI1NiJ9.e30.bad'),
    ],
    ...overrides,
  }
}

function sampleExchange(label: string, token: string): Finding['exchanges'][number] {
  return {
    label,
    request: {
      method: 'GET',
      url: 'http://127.0.0.1:3000/api/claims',
      headers: [['Authorization', `Bearer ${token}`]],
    },
    answer: {
      kind: 'response',
      status: 200,
      headers: [['content-type', 'application/json']],
      body: '{"sub":"reader"}',
      durationMs: 3.2,
    },
    curl: `curl -isS --http1.1 --path-as-is -H 'Authorization: Bearer ${token}' 'http://127.0.0.1:3000/api/claims'`,
  }
}

export function sampleCase(overrides: Partial<CaseResult> = {}): CaseResult {
  return {
    id: 'api.audience.other-api',
    title: 'A token for another API of the tenant, validly signed',
    group: 'api/audience',
    verdict: 'pass',
    level: 'MUST',
    severity: 'critical',
    maker: 'another-client',
    requirement: {
      text: 'The API MUST reject a token whose audience is not itself.',
      source: 'RFC 8725 §3.9',
      url: 'https://www.rfc-editor.org/rfc/rfc8725#section-3.9',
    },
    tags: [],
    durationMs: 4,
    ...overrides,
  }
}

export const failed = (overrides: Partial<CaseResult> = {}): CaseResult =>
  sampleCase({ verdict: 'fail', finding: sampleFinding(), ...overrides })

export const sampleProblem: Problem = {
  code: 'TARGET_ENDED',
  fault: 'target',
  message: 'The target ended with exit code 3.',
  fix: 'Read its last output below; start it by hand with the environment that `doctor` prints.',
  details: 'listening on 3000\nout of memory',
}

export const errored = (overrides: Partial<CaseResult> = {}): CaseResult =>
  sampleCase({ verdict: 'error', problem: sampleProblem, ...overrides })

export function sampleResults(
  cases: readonly CaseResult[],
  options: { strict?: boolean; problems?: readonly Problem[] } = {},
): Results {
  return assembleResults(cases, {
    toolVersion: '0.1.0',
    target: { name: 'claims-api', kind: 'process', config: 'conformance.yaml' },
    strict: options.strict ?? false,
    startedAt: Date.UTC(2030, 0, 1),
    durationMs: 2840,
    problems: options.problems ?? [],
  })
}
