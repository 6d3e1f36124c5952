import { describe, expect, it } from 'vitest'

import { createAgent } from './agent.ts'
import type { Parts } from './agent.ts'
import { readSettings } from './settings.ts'

const settings = readSettings({
  AZURE_OPENAI_ENDPOINT: 'https://model.example',
  AZURE_OPENAI_DEPLOYMENT: 'gpt-4o-mini',
  AZURE_CONTAINER_APPS_SESSION_POOL_ENDPOINT: 'https://pool.example',
  TIMEOUT_SECONDS: '1',
})
const origin = 'http://127.0.0.1'
const completion = { choices: [{ message: { content: 'an answer' } }] }
const execution = { status: 'Succeeded', result: { stdout: '42', stderr: '', executionResult: 42 } }

type Answer = (url: URL) => Response | Promise<Response>

function setUp(answer: Answer, more: Partial<Parts> = {}) {
  const sent: { url: URL; authorization: string | null }[] = []
  const lines: string[] = []
  const agent = createAgent(settings, {
    credential: () => ({
      getToken: (scope) => Promise.resolve({ token: `token for ${String(scope)}`, expiresOnTimestamp: 4e12 }),
    }),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const url = new URL(request.url)
      sent.push({ url, authorization: request.headers.get('authorization') })
      return answer(url)
    },
    log: (line) => lines.push(line),
    ...more,
  })
  const send = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const json = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) }
    return agent.fetch(new Request(`${origin}${path}`, init))
  }
  const submit = async (path: string, fields: Readonly<Record<string, string>>, from = origin) =>
    agent.fetch(
      new Request(`${origin}${path}`, { method: 'POST', headers: { origin: from }, body: new URLSearchParams(fields) }),
    )
  const get = async (path: string) => agent.fetch(new Request(`${origin}${path}`))
  return { sent, lines, send, submit, get }
}

const json = (status: number, body: unknown, headers = {}) => Response.json(body, { status, headers })
const untouched = () => {
  throw new Error('touched')
}
const both: Answer = (url) => Response.json(url.hostname === 'model.example' ? completion : execution)

describe('each service', () => {
  it('gets a token for its own scope, at its own address', async () => {
    const { send, sent } = setUp(both)
    expect(await (await send('/api/chat', { message: 'hello' })).json()).toEqual({ answer: 'an answer', demo: false })
    expect(await (await send('/api/code', { code: '6 * 7' })).json()).toMatchObject({ stdout: '42', result: '42' })
    expect(sent).toMatchObject([
      { authorization: 'Bearer token for https://cognitiveservices.azure.com/.default' },
      { authorization: 'Bearer token for https://dynamicsessions.io/.default' },
    ])
    expect(sent.map(({ url }) => url.origin + url.pathname)).toEqual([
      'https://model.example/openai/v1/chat/completions',
      'https://pool.example/execute',
    ])
  })

  it('is asked for a session of the browser, kept in a cookie no script reads', async () => {
    const { submit, send, sent } = setUp(both)
    const first = await submit('/code', { code: '1' })
    const cookie = first.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^agent-session=[\da-f-]{36}; Path=\/; HttpOnly; SameSite=Strict$/)
    const value = cookie.split(';')[0] ?? ''
    await send('/api/code', { code: '2' }, { cookie: value })
    await send('/api/code', { code: '3' }, { cookie: 'agent-session=../../other' })
    const [one, two, three] = sent.map(({ url }) => url.searchParams.get('identifier'))
    expect(`agent-session=${one}`).toBe(value)
    expect(two).toBe(one)
    expect(three).toMatch(/^[\da-f-]{36}$/)
    expect(three).not.toBe(one)
  })
})

describe('what goes wrong with a service', () => {
  const cases: readonly [string, Answer, number, string][] = [
    ['no role', () => json(403, { error: { code: 'Forbidden' } }), 403, 'role-missing'],
    ['no role, as Azure OpenAI says it', () => json(401, { error: { code: 'PermissionDenied' } }), 403, 'role-missing'],
    ['a token for something else', () => json(401, { message: 'audience' }), 401, 'token-refused'],
    ['too many requests', () => json(429, {}, { 'retry-after': '7' }), 503, 'busy'],
    ['a model that is not there', () => json(404, { error: { code: 'DeploymentNotFound' } }), 502, 'rejected'],
    [
      'a redirect',
      () => new Response(null, { status: 307, headers: { location: 'https://other.example' } }),
      502,
      'rejected',
    ],
    ['a fault of its own', () => new Response('<html>', { status: 500 }), 502, 'unreachable'],
    ['garbage', () => new Response('<html>'), 502, 'bad-answer'],
    ['another shape', () => json(200, { choices: [] }), 502, 'bad-answer'],
    ['nobody there', () => Promise.reject(new TypeError('fetch failed')), 502, 'unreachable'],
  ]

  it.each(cases)('%s: a status, a page and a log line', async (_, answer, status, kind) => {
    const { send, submit, lines, get } = setUp(answer)
    const response = await send('/api/chat', { message: 'hello' })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ status, kind, service: 'Azure OpenAI' })
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^chat failed: ${kind}: [^\n]+$`))])
    const page = await submit('/chat', { message: 'hello' })
    expect(page.status).toBe(status)
    const text = await page.text()
    expect(text).toContain(`That did not work (${status})`)
    expect(text + lines.join('\n')).not.toMatch(/token for|at .*\.ts:\d/)
    expect(await (await get('/health')).json()).toMatchObject({ status: 'degraded', services: { chat: kind } })
  })

  it('says when to come back, and challenges where it hands a 401 on', async () => {
    const busy = setUp(() => json(429, {}, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }))
    const wait = Number((await busy.send('/api/chat', { message: 'x' })).headers.get('retry-after'))
    expect(wait).toBeGreaterThan(50)
    expect(wait).toBeLessThanOrEqual(60)
    const refused = setUp(() => json(401, {}))
    const { headers } = await refused.send('/api/code', { code: 'x' })
    expect(headers.get('www-authenticate')).toBe('Bearer realm="Session pool", error="invalid_token"')
  })

  it('waits no longer than it was told, for an answer or for a token', async () => {
    const never = new Promise<never>(() => {})
    const silent = setUp(() => never, {
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'TimeoutError')))
        }),
    })
    const tokenless = setUp(both, { tokens: () => () => never })
    const answers = [silent.send('/api/chat', { message: 'x' }), tokenless.send('/api/code', { code: 'x' })]
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([504, 504])
    expect(tokenless.sent).toEqual([])
  })

  it('sends nothing where there is no token', async () => {
    const { send, sent, lines } = setUp(both, { tokens: () => () => Promise.reject(new Error('Identity not found')) })
    const response = await send('/api/chat', { message: 'x' })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.text()).not.toContain('Identity not found')
    expect(lines.join()).toContain('Identity not found')
    expect(sent).toEqual([])
  })
})

describe('demo mode', () => {
  it('answers without a credential and without a request', async () => {
    const agent = createAgent(readSettings({ DEMO_MODE: 'true' }), {
      credential: untouched,
      tokens: untouched,
      fetch: untouched,
    })
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const chat = await agent.fetch(
      new Request(`${origin}/api/chat`, { ...post, body: JSON.stringify({ message: 'hello' }) }),
    )
    expect(await chat.json()).toMatchObject({ demo: true, answer: expect.stringContaining('simulated') })
    const code = await agent.fetch(new Request(`${origin}/api/code`, { ...post, body: JSON.stringify({ code: '1' }) }))
    expect(await code.json()).toMatchObject({ demo: true, status: 'Simulated' })
    expect(await (await agent.fetch(new Request(origin))).text()).toContain('Demo mode')
  })
})

describe('requests', () => {
  it.each([
    ['/api/chat', { message: '  ' }, {}, 422],
    ['/api/chat', { message: 'x'.repeat(8001) }, {}, 422],
    ['/api/chat', { text: 'x' }, {}, 422],
    ['/api/code', { code: 5 }, {}, 422],
    ['/api/chat', { message: 'x' }, { 'content-type': 'text/plain', origin }, 415],
    ['/api/chat', { message: 'x'.repeat(70_000) }, {}, 413],
    ['/api/nothing', {}, {}, 404],
    ['/health', {}, {}, 405],
  ])('%s with %j is refused before any service is asked', async (path, body, headers, status) => {
    const { send, sent } = setUp(both)
    expect((await send(path, body, headers)).status).toBe(status)
    expect(sent).toEqual([])
  })

  it('forms of other sites are refused', async () => {
    const { submit, sent } = setUp(both)
    expect((await submit('/code', { code: '1' }, 'https://other.example')).status).toBe(403)
    expect(sent).toEqual([])
  })

  it('what people write is shown as text', async () => {
    const { submit } = setUp(() => Response.json({ choices: [{ message: { content: '<script>1</script>' } }] }))
    const page = await submit('/chat', { message: '</textarea><b>' })
    const text = await page.text()
    expect(text).toContain('&lt;script&gt;')
    expect(text).toContain('&lt;/textarea&gt;')
    expect(text).not.toMatch(/<script|<b>/)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('a page that is not there is a page, and a form loaded again starts afresh', async () => {
    const { get } = setUp(both)
    expect((await get('/nothing')).headers.get('content-type')).toContain('text/html')
    expect((await get('/chat')).headers.get('location')).toBe('/')
  })
})
