import { Hono } from 'hono'
import { decodeJwt } from 'jose'

import { userOf } from './base/id-token.ts'
import { startBehind } from './base/start.ts'

export const defect = {
  title: 'An ID token in the authorization response signs in',
  description: 'Whatever is called id_token is decoded, wherever it came from.',
  foundBy: ['web-app.sign-in.tokens-in-the-response'],
}

startBehind((next, { sessions, cookies, settings }) => async (request) => {
  const url = new URL(request.url)
  const idToken = url.searchParams.get('id_token')
  if (url.pathname !== new URL(settings.redirectUri).pathname || idToken === null) return next(request)
  const app = new Hono().get('*', async (c) => {
    const user = { ...userOf(decodeJwt(idToken)), displayName: 'Anybody' }
    const cookie = await sessions.start({ user, tokens: '', afterRefusal: false })
    cookies.setSession(c, cookie, settings.sessionLifetimeSeconds)
    return c.redirect('/')
  })
  return app.fetch(request)
})
