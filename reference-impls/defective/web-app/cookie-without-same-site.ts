import { startBehind, withHeaders } from './base/start.ts'

export const defect = {
  title: 'Cookies have no SameSite',
  description: 'Browsers guess; older ones send them along from everywhere.',
  foundBy: ['web-app.session.cookies-same-site'],
}

startBehind((next) => async (request) => {
  const answer = await next(request)
  return withHeaders(answer, (headers) => {
    const cookies = headers.getSetCookie()
    headers.delete('set-cookie')
    for (const cookie of cookies) headers.append('set-cookie', cookie.replace(/; SameSite=\w+/, ''))
  })
})
