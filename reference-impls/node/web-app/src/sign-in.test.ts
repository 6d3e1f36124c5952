import { describe, expect, it } from 'vitest'

import { Problem, SignInRequired } from './problems.ts'
import { digest } from './random.ts'
import { beginSignIn, browser, form, formTokenOf, signIn, testApp, user } from './testing/app.ts'

const callback = (parameters: Readonly<Record<string, string>>): string =>
  `/getAToken?${new URLSearchParams(parameters).toString()}`

const redeem = () => Promise.reject(new SignInRequired({ refused: true }))

describe('signing in', () => {
  it('state, nonce and PKCE are new each time; the session is a cookie nobody reads', async () => {
    const { app } = testApp()
    const visitor = browser(app)
    const [first, second] = [await beginSignIn(visitor), await beginSignIn(visitor)]
    for (const name of ['state', 'nonce', 'codeChallenge']) {
      expect(first.get(name)).toMatch(/^[\w-]{43}$/)
      expect(first.get(name)).not.toBe(second.get(name))
    }
    const response = await visitor.send(callback({ code: 'a code', state: first.get('state') ?? '' }))
    expect(response.status).toBe(303)
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith('session='))
    expect(cookie).toMatch(/^session=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(await (await visitor.send('/')).text()).toContain('Welcome, First &lt;User&gt;')
  })

  it('behind TLS, cookies belong to this host and to TLS', async () => {
    const { app } = testApp({}, { REDIRECT_URI: 'https://web.example/getAToken' })
    const response = await browser(app).send('/login')
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-sign-in-.*; Secure; SameSite=Lax$/),
    ])
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000')
  })

  it('a number that was planted before the sign-in is not the session’s, and the session before it is over', async () => {
    const { app } = testApp()
    const visitor = browser(app)
    visitor.cookies.set('session', 'planted')
    await signIn(visitor)
    const first = visitor.cookies.get('session')
    expect(first).not.toBe('planted')
    await signIn(visitor)
    const old = browser(app)
    old.cookies.set('session', first ?? '')
    expect(await (await old.send('/')).text()).toContain('>Sign in<')
  })

  it.each([
    ['no state', async () => callback({ code: 'a code' })],
    ['another state', async () => callback({ code: 'a code', state: 'another' })],
    ['no code', async (state: string) => callback({ state })],
    ['two codes', async (state: string) => `${callback({ code: 'a code', state })}&code=another`],
    ['another issuer', async (state: string) => callback({ code: 'a code', state, iss: 'https://evil.example' })],
    [
      'another tenant',
      async (state: string) =>
        callback({ code: 'a code', state, iss: 'https://login.microsoftonline.com/common/v2.0' }),
    ],
  ])('an answer with %s signs nobody in', async (_, answer) => {
    const { app } = testApp()
    const visitor = browser(app)
    const state = (await beginSignIn(visitor)).get('state') ?? ''
    const response = await visitor.send(await answer(state))
    expect(response.status).toBe(400)
    expect(visitor.cookies.has('session')).toBe(false)
  })

  it('an answer counts once, and only in the browser that began', async () => {
    const { app } = testApp()
    const [visitor, other] = [browser(app), browser(app)]
    const state = (await beginSignIn(visitor)).get('state') ?? ''
    const answer = callback({ code: 'a code', state })
    expect((await other.send(answer)).status).toBe(400)
    expect((await visitor.send(answer)).status).toBe(303)
    expect((await visitor.send(answer)).status).toBe(400)
  })

  it('an error of Entra ID is told in our own words', async () => {
    const { app, log } = testApp()
    const visitor = browser(app)
    const state = (await beginSignIn(visitor)).get('state') ?? ''
    const answer = { state, error: '<i>odd</i>', error_description: '<script>alert(1)</script> canary' }
    const response = await visitor.send(callback(answer))
    const page = await response.text()
    expect(response.status).toBe(400)
    expect(page).not.toMatch(/canary|odd|script/)
    expect(log.join()).not.toMatch(/canary|odd/)
    expect(log.join()).toContain('refused by Entra ID: unknown error')
  })

  it('a code that is worth nothing, or an ID token that is wrong, ends the sign-in', async () => {
    const first = testApp()
    const refusing = testApp({ entra: { ...first.parts.entra, redeem } })
    expect((await signIn(browser(refusing.app))).status).toBe(400)
    const wrong = testApp({
      verifyIdToken: () => Promise.reject(new Problem(400, 'No', 'No.', 'ID token: wrong')),
    })
    const visitor = browser(wrong.app)
    expect((await signIn(visitor)).status).toBe(400)
    expect(visitor.cookies.has('session')).toBe(false)
    expect(wrong.log.at(-1)).toMatch(/ GET \/getAToken 400 ID token: wrong$/)
  })

  it('leads back to a page of the app', async () => {
    const { app } = testApp()
    const visitor = browser(app)
    const asked = await visitor.send('/posts?page=2')
    expect(asked.headers.get('location')).toBe('/login?returnTo=%2Fposts%3Fpage%3D2')
    expect((await signIn(visitor, asked.headers.get('location') ?? '')).headers.get('location')).toBe('/posts?page=2')
    expect((await signIn(visitor, '/login?returnTo=//evil.example')).headers.get('location')).toBe('/')
  })
})

describe('signing out', () => {
  it('ends the session, its tokens, and the session at Entra ID', async () => {
    const { app, stores } = testApp()
    const visitor = browser(app)
    await signIn(visitor)
    const cookie = visitor.cookies.get('session') ?? ''
    expect(await stores.tokens.get(digest(cookie))).toBe('tokens')
    const form_token = await formTokenOf(await visitor.send('/'))
    expect((await visitor.send('/logout', form({ form_token: 'wrong' }))).status).toBe(403)
    const response = await visitor.send('/logout', form({ form_token }))
    expect(response.headers.get('location')).toBe('https://login.microsoftonline.com/logout')
    visitor.cookies.set('session', cookie)
    expect((await visitor.send('/call-api')).headers.get('location')).toMatch(/^\/login/)
    expect(await stores.tokens.get(digest(cookie))).toBeUndefined()
  })

  it('a link on another site asks first', async () => {
    const { app } = testApp()
    const visitor = browser(app)
    await signIn(visitor)
    const response = await visitor.send('/logout', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(await response.text()).toContain('Sign out?')
    expect((await visitor.send('/logout')).status).toBe(303)
  })

  it('front-channel: the sessions of that ID end, without a cookie, in a frame of Entra ID', async () => {
    const { app } = testApp()
    const visitor = browser(app)
    await signIn(visitor)
    const logout = (query: string) => app.request(`/front-channel-logout?${query}`)
    await logout('sid=another')
    await logout(`sid=${user.sid}&iss=https://evil.example`)
    expect((await visitor.send('/call-api')).status).toBe(200)
    const response = await logout(`sid=${user.sid}&iss=https://login.microsoftonline.com/${user.tenantId}/v2.0`)
    expect(response.headers.get('content-security-policy')).toContain(
      'frame-ancestors https://login.microsoftonline.com',
    )
    expect(response.headers.get('x-frame-options')).toBeNull()
    expect((await visitor.send('/call-api')).status).toBe(303)
  })
})

const formPost = () => testApp({}, { RESPONSE_MODE: 'form_post' })

describe('signing in by form_post', () => {
  it('takes the response as a form, with a cookie that a form of another site brings', async () => {
    const { app } = formPost()
    const visitor = browser(app)
    const begun = await visitor.send('/login')
    expect(begun.headers.getSetCookie()).toEqual([expect.stringMatching(/; HttpOnly; Secure; SameSite=None$/)])
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? ''
    expect((await visitor.send(callback({ code: 'a code', state }))).status).toBe(404)
    const response = await visitor.send('/getAToken', form({ code: 'a code', state }))
    expect(response.status).toBe(303)
    expect(await (await visitor.send('/')).text()).toContain('Welcome, First')
  })

  it('ends the session before, although the form does not bring its cookie', async () => {
    const { app } = formPost()
    const visitor = browser(app)
    const signInByForm = async () => {
      const state = (await beginSignIn(visitor)).get('state') ?? ''
      const session = visitor.cookies.get('session') ?? ''
      visitor.cookies.delete('session')
      await visitor.send('/getAToken', form({ code: 'a code', state }))
      return session
    }
    await signInByForm()
    const first = await signInByForm()
    const stranger = browser(app)
    stranger.cookies.set('session', first)
    expect(await (await stranger.send('/')).text()).toContain('>Sign in<')
  })
})
