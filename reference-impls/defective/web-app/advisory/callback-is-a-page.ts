import { html, startBehind, withHeaders } from '../base/start.ts'

export const defect = {
  title: 'The redirect URI answers with a page',
  description: 'The code stays in the address bar, and in the history.',
  foundBy: ['web-app.sign-in.callback-leads-on'],
}

startBehind((next, { settings }) => async (request) => {
  const answer = await next(request)
  const isCallback = new URL(request.url).pathname === new URL(settings.redirectUri).pathname
  if (!isCallback || answer.status !== 303) return answer
  const page = html('<h1>You are signed in</h1><p><a href="/">Go on</a></p>')
  return withHeaders(page, (headers) => {
    for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  })
})
