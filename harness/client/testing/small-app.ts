/**
 * The smallest web app that signs users in, for the tests of the harness alone: it validates next to nothing. Flags in
 * `DEFECT` make it misbehave in one way each.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import { decodeJwt } from 'jose'
import { z } from 'zod'

const env = (name: string): string => process.env[name] ?? ''
const defect = env('DEFECT')
/** Without Secure, browsers do not keep a cookie that says None. */
const sameSite = defect === 'same-site-none' ? 'None' : 'Lax'
const authority = `https://login.microsoftonline.com/${env('TENANT_ID')}/oauth2/v2.0`
const answerSchema = z.object({ id_token: z.string().default('') })
const claimsSchema = z.object({ name: z.string() })
const states = new Map<string, string>()
const sessions = new Map<string, { readonly name: string; readonly token: string }>()

function cookiesOf(request: IncomingMessage): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}

function redirect(response: ServerResponse, location: string, cookies: readonly string[] = []): void {
  response.writeHead(302, { location, 'set-cookie': [...cookies] }).end()
}

function page(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end(`<!doctype html><p>${text}</p>`)
}

function login(response: ServerResponse): void {
  const [browser, state] = [randomUUID(), randomUUID()]
  states.set(state, browser)
  const query = new URLSearchParams({
    client_id: env('CLIENT_ID'),
    response_type: 'code',
    redirect_uri: env('REDIRECT_URI'),
    scope: 'openid profile',
    state,
    nonce: randomUUID(),
  })
  redirect(response, `${authority}/authorize?${query.toString()}`, [
    `browser=${browser}; HttpOnly; SameSite=${sameSite}`,
  ])
}

async function callback(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const state = url.searchParams.get('state') ?? ''
  const isOurs = states.has(state) && states.get(state) === cookiesOf(request).get('browser')
  states.delete(state)
  if (!isOurs && defect !== 'state-ignored') return page(response, 400, 'not signed in')
  const answer = await fetch(`${authority}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: env('CLIENT_ID'),
      client_secret: env('CLIENT_SECRET'),
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: env('REDIRECT_URI'),
    }),
  })
  const { id_token: token } = answerSchema.parse(await answer.json())
  if (token === '') return page(response, 502, 'no token')
  if (defect === 'token-logged') process.stdout.write(`signed in with ${token}\n`)
  if (defect === 'other-host') await fetch('https://telemetry.example/').catch(() => {})
  const { name } = claimsSchema.parse(decodeJwt(token))
  const session = randomUUID()
  sessions.set(session, { name, token })
  redirect(response, '/', [`session=${session}; HttpOnly; SameSite=Lax`])
}

/** Nothing else is done in the meantime, but the socket still listens. */
function crashAfterAWhile(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  process.exit(1)
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname === '/health') return page(response, 200, 'well')
  if (url.pathname === '/login') return login(response)
  if (url.pathname === '/callback') {
    callback(request, response, url).catch(() => page(response, 502, 'no answer'))
    return
  }
  if (url.pathname === '/crash') setTimeout(() => process.exit(1), 20)
  if (url.pathname === '/last-answer') response.once('finish', crashAfterAWhile)
  if (url.pathname === '/logout' && request.method === 'POST') {
    sessions.delete(cookiesOf(request).get('session') ?? '')
    return redirect(response, '/')
  }
  const session = sessions.get(cookiesOf(request).get('session') ?? '')
  const shown = session === undefined ? 'Sign in' : `Welcome, ${session.name}`
  const form = '<form method="post" action="/logout"><button>Sign out</button></form>'
  const menu = defect === 'sign-in-page' ? `<details><summary>Menu</summary>${form}</details>` : form
  const leave = session === undefined ? '' : menu
  return page(response, 200, defect === 'token-shown' ? `${shown} ${session?.token}` : shown + leave)
})

if (defect === 'no-start') {
  process.stderr.write('CLIENT_SECRET: is required\n')
  process.exit(1)
}
if (defect === 'secret-logged-at-start') process.stdout.write(`CLIENT_SECRET=${env('CLIENT_SECRET')}\n`)
if (defect === 'other-host-at-start') await fetch('https://telemetry.example/').catch(() => {})
server.listen(Number(env('PORT')), '127.0.0.1')
