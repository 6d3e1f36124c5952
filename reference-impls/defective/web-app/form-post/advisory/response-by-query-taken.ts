import { startBehind } from '../../base/start.ts'

export const defect = {
  title: 'A response that was asked for as a form is taken from the query too',
  description: 'One handler for both methods: the code is in the address again, and in every log on the way.',
  foundBy: ['web-app.sign-in.response-by-query'],
}

startBehind((next, { settings }) => (request) => {
  const { pathname, search, href } = new URL(request.url)
  if (request.method !== 'GET' || pathname !== new URL(settings.redirectUri).pathname) return next(request)
  const headers = new Headers(request.headers)
  headers.set('content-type', 'application/x-www-form-urlencoded')
  return next(new Request(href, { method: 'POST', headers, body: search.slice(1) }))
})
