import { startBehind, withHeaders } from './base/start.ts'

export const defect = {
  title: 'Cookies are not Secure behind TLS',
  description: 'The app does not know that a proxy ends TLS for it.',
  foundBy: ['web-app.session.cookies-secure'],
}

startBehind((next) => async (request) => {
  const answer = await next(request)
  return withHeaders(answer, (headers) => {
    const cookies = headers.getSetCookie()
    headers.delete('set-cookie')
    for (const cookie of cookies) headers.append('set-cookie', cookie.replace('; Secure', ''))
  })
})
