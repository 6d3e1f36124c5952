import { startBehind, withCookie, withHeaders } from './base/start.ts'

export const defect = {
  title: 'The session keeps its number when the user signs in',
  description: 'Every visitor has a number, and signing in only notes a user under it.',
  foundBy: ['web-app.session.rotated', 'web-app.session.rotated-from-anonymous', 'web-app.session.planted'],
}

/** The number that the browser keeps to the session behind it. */
const sessions = new Map<string, string>()

startBehind((next) => async (request) => {
  const cookies = request.headers.get('cookie') ?? ''
  const number = /(?:^|; )sid=([\w-]+)/.exec(cookies)?.[1] ?? crypto.randomUUID()
  const answer = await next(withCookie(request, `${cookies}; session=${sessions.get(number) ?? ''}`))
  return withHeaders(answer, (headers) => {
    const set = headers.getSetCookie()
    headers.delete('set-cookie')
    headers.append('set-cookie', `sid=${number}; Path=/; HttpOnly; SameSite=Lax`)
    for (const cookie of set) {
      const session = /^session=([^;]*)/.exec(cookie)?.[1]
      if (session === undefined) headers.append('set-cookie', cookie)
      else sessions.set(number, session)
    }
  })
})
