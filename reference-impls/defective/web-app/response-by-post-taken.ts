import { createCookies } from '../../node/web-app/src/http/cookies.ts'
import { startBehind } from './base/start.ts'

export const defect = {
  title: 'A response that was asked for in the query is taken from a form too',
  description: 'One handler for both methods, and a cookie that goes along with both.',
  foundBy: ['web-app.sign-in.response-by-post', 'web-app.session.cookies-same-site'],
}

startBehind(
  (next, { settings }) =>
    async (request) => {
      const url = new URL(request.url)
      if (request.method !== 'POST' || url.pathname !== new URL(settings.redirectUri).pathname) return next(request)
      url.search = await request.text()
      return next(new Request(url, { headers: request.headers }))
    },
  ({ settings }) => ({ cookies: createCookies({ ...settings, responseMode: 'form_post' }) }),
)
