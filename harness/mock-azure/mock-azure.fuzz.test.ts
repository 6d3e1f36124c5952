import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { canary, contosoId, daemonId, testCloud } from './testing/cloud.ts'

const segment = fc.constantFrom(
  contosoId,
  'contoso.example',
  'common',
  'consumers',
  'nowhere',
  'v2.0',
  '.well-known',
  'openid-configuration',
  'discovery',
  'keys',
  'instance',
  'oauth2',
  'token',
  'authorize',
  'logout',
  '..',
  '%00',
  '%zz',
  '%2F',
  '__proto__',
)
const endpoint = fc.constantFrom(
  'v2.0/.well-known/openid-configuration',
  '.well-known/openid-configuration',
  'discovery/v2.0/keys',
  'discovery/keys',
  'discovery/instance',
  'oauth2/v2.0/token',
  'oauth2/token',
  'oauth2/v2.0/authorize',
  'oauth2/v2.0/logout',
)
const anyPath = fc.oneof(
  fc.tuple(segment, endpoint).map((parts) => parts.join('/')),
  fc.array(fc.oneof(segment, fc.string({ maxLength: 8 })), { maxLength: 6 }).map((parts) => parts.join('/')),
)
const name = fc.constantFrom('grant_type', 'client_id', 'client_secret', 'scope', 'resource', 'appid', '__proto__')
const value = fc.constantFrom('client_credentials', daemonId, 'constructor', '/.default', 'openid')
const binaryText = fc.string({ unit: 'binary' })
const parameters = fc
  .array(fc.tuple(fc.oneof(name, binaryText), fc.oneof(value, binaryText)), { maxLength: 5 })
  .map((pairs) => new URLSearchParams(pairs).toString())
const anyBody = fc.oneof(
  parameters,
  binaryText,
  fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
)
const anyRequest = fc.record({
  host: fc.constantFrom('login.microsoftonline.com', 'sts.windows.net', canary),
  path: anyPath,
  query: parameters,
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'),
  type: fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain; charset=utf-16', ''),
  authorization: fc.oneof(
    fc.constantFrom('Basic', 'Basic Og==', 'Basic ====', 'Bearer eyJ.eyJ.x'),
    fc.base64String().map((credentials) => `Basic ${credentials}`),
  ),
  body: anyBody,
})

const errorBody = z.object({ error: z.string(), error_description: z.string(), error_codes: z.tuple([z.int()]) })

/** What is wrong with an answer; undefined for a good one. */
async function defect(method: string, answer: Response): Promise<string | undefined> {
  const { status, headers } = answer
  const text = await answer.text()
  if (![200, 400, 401, 404].includes(status)) return `status ${status}`
  if (method === 'HEAD' || headers.get('content-type')?.includes('json') !== true) return undefined
  const json: unknown = JSON.parse(text)
  return status === 200 || errorBody.safeParse(json).success ? undefined : `error ${text}`
}

test('whatever is asked, the answer is well-formed and no 5xx, and the ledger has it', async () => {
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ host, path, query, method, type, authorization, body }) => {
      const mock = testCloud()
      const request = new Request(`https://${host}/${path}?${query}`, {
        method,
        headers: { 'content-type': type, authorization },
        ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
      })
      const answer = await mock.handle(request)
      expect(mock.ledger.entries()).toMatchObject([{ method, host, status: answer?.status }])
      expect(answer && (await defect(method, answer))).toBeUndefined()
      expect(answer).toBeDefined()
    }),
    { numRuns: 500 },
  )
})
