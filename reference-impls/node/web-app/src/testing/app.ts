import type { Hono } from 'hono'

import type { ApiAnswer, ApiRequest } from '../api-client.ts'
import { createApp } from '../app.ts'
import type { EntraClient, Renewal } from '../entra/client.ts'
import { responseReader } from '../http/authorization-response.ts'
import { createCookies } from '../http/cookies.ts'
import { returnPathOf } from '../http/return-to.ts'
import type { WebEnv } from '../http/web-env.ts'
import { createPages } from '../pages/pages.ts'
import type { Parts } from '../parts.ts'
import { openSessions } from '../sessions.ts'
import type { User } from '../sessions.ts'
import { readSettings } from '../settings.ts'
import { openSignIns } from '../sign-ins.ts'
import { openMemoryStore } from '../store.ts'

export const environment = {
  TENANT_ID: 'a1a1a1a1-0000-4000-8000-000000000001',
  CLIENT_ID: 'c3c3c3c3-0000-4000-8000-000000000001',
  CLIENT_SECRET: 'secret-of-the-web-app',
  API_CLIENT_ID: 'c1c1c1c1-0000-4000-8000-000000000001',
  API_BASE_URL: 'https://api.example',
} as const

export const user: User = {
  tenantId: environment.TENANT_ID,
  objectId: 'b1b1b1b1-0000-4000-8000-000000000001',
  displayName: 'First <User>',
  userName: 'first.user@contoso.example',
  sid: 'session-at-entra',
}

/** An app whose Entra ID and API do as they are told. */
export function testApp(changes: Partial<Parts> = {}, extra: Readonly<Record<string, string>> = {}) {
  const settings = readSettings({ ...environment, ...extra })
  const stores = { sessions: openMemoryStore(), tokens: openMemoryStore(), signIns: openMemoryStore() }
  const renewals: Renewal[] = []
  const sent: (ApiRequest & { readonly token: string })[] = []
  const answers: ApiAnswer[] = []
  const log: string[] = []
  const entra: EntraClient = {
    authorizationUrl: (request) =>
      Promise.resolve(`https://login.microsoftonline.com/authorize?${new URLSearchParams({ ...request }).toString()}`),
    redeem: ({ code }) => Promise.resolve({ idToken: `id token for ${code}`, accessToken: 'access', tokens: 'tokens' }),
    accessToken: (renewal) => {
      renewals.push(renewal)
      return Promise.resolve(`token ${renewals.length}`)
    },
    signOutUrl: () => 'https://login.microsoftonline.com/logout',
  }
  const parts: Parts = {
    settings,
    entra,
    verifyIdToken: () => Promise.resolve(user),
    sessions: openSessions({ ...stores, lifetimeSeconds: settings.sessionLifetimeSeconds, now: Date.now }),
    signIns: openSignIns(stores.signIns),
    cookies: createCookies(settings),
    api: {
      send(request, token) {
        sent.push({ ...request, token })
        return Promise.resolve(answers.shift() ?? { status: 200, body: { name: '<b>claims</b>' } })
      },
    },
    readResponse: responseReader(settings.responseMode),
    returnPath: returnPathOf(settings.redirectUri),
    pages: createPages(true),
    log: (line) => log.push(line),
    now: Date.now,
    ...changes,
  }
  return { app: createApp(parts), parts, stores, renewals, sent, answers, log }
}

/** A browser: it keeps cookies and follows no redirect. */
export function browser(app: Hono<WebEnv>) {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async send(path: string, init: RequestInit = {}): Promise<Response> {
      const headers = new Headers(init.headers)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      const response = await app.request(path, { ...init, headers })
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
        if (/Max-Age=0/.test(line)) cookies.delete(name)
        else cookies.set(name, value)
      }
      return response
    },
  }
}

export type Browser = ReturnType<typeof browser>

/** The parameters that the app sends to Entra ID. */
export async function beginSignIn(visitor: Browser, path = '/login'): Promise<URLSearchParams> {
  const response = await visitor.send(path)
  return new URL(response.headers.get('location') ?? '').searchParams
}

/** Signs in, and returns the app's last answer. */
export async function signIn(visitor: Browser, path = '/login'): Promise<Response> {
  const state = (await beginSignIn(visitor, path)).get('state') ?? ''
  return visitor.send(`/getAToken?${new URLSearchParams({ code: 'a code', state }).toString()}`)
}

/** The value of a form's hidden field. */
export async function formTokenOf(page: Response): Promise<string> {
  return /name="form_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
}

export function form(fields: Readonly<Record<string, string>>): RequestInit {
  return { method: 'POST', body: new URLSearchParams(fields) }
}
