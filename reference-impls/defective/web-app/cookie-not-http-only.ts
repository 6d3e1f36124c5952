import { startBehind, withHeaders } from './base/start.ts'

export const defect = {
  title: 'Cookies are not HttpOnly',
  description: 'Scripts of the page can read the session.',
  foundBy: ['web-app.session.cookies-http-only'],
}

startBehind((next) => async (request) => {
  const answer = await next(request)
  return withHeaders(answer, (headers) => {
    const cookies = headers.getSetCookie()
    headers.delete('set-cookie')
    for (const cookie of cookies) headers.append('set-cookie', cookie.replace('; HttpOnly', ''))
  })
})
