import { startBehind, withHeaders } from './base/start.ts'

export const defect = {
  title: 'A line break in the address to go to begins a header',
  description: 'The Location header is written as text, as old servers did.',
  foundBy: ['web-app.sign-in.return.header-injected'],
}

startBehind(
  (next, { settings }) =>
    async (request) => {
      const answer = await next(request)
      if (new URL(request.url).pathname !== new URL(settings.redirectUri).pathname) return answer
      const [location = '', ...lines] = decodeURIComponent(answer.headers.get('location') ?? '').split(/\r?\n/)
      return withHeaders(answer, (headers) => {
        headers.set('location', location)
        for (const line of lines) {
          const [name = '', value = ''] = line.split(/: */)
          headers.append(name, value)
        }
      })
    },
  () => ({ returnPath: (asked = '/') => encodeURIComponent(asked) }),
)
