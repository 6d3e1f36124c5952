import { expect, it } from 'vitest'

import { startDemo } from '../../../harness/demo/start.ts'

it('runs with its settings from the vault, as the demo shows', async () => {
  await using demo = await startDemo('key-vault')
  expect(await (await fetch(demo.url)).json()).toEqual({ status: 'healthy' })
  const read = demo.cloud.control.ledger.entries({ endpoint: 'key-vault.secret.get' })
  expect(read.map(({ status }) => status)).toEqual([401, 200, 200])
  // The last step, as a person would take it, but for the shell.
  const { proxyUrl, environment } = demo.cloud
  expect(demo.steps.at(-1)).toContain(`--proxy ${proxyUrl} --cacert ${environment['CURL_CA_BUNDLE']}`)
  const token = await demo.cloud.mock.handle(
    new Request('https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'c5c5c5c5-0000-4000-8000-000000000001',
        client_secret: 'mock-secret-of-the-daemon',
        scope: 'api://c2c2c2c2-0000-4000-8000-000000000001/.default',
      }),
    }),
  )
  const body: unknown = await token?.json()
  const bearer = typeof body === 'object' && body !== null && 'access_token' in body ? String(body.access_token) : ''
  const answer = await fetch(`${demo.part('api').url}/api/tasks`, { headers: { authorization: `Bearer ${bearer}` } })
  expect(answer.status).toBe(200)
})
