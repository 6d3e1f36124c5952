import { html, startBehind } from './base/start.ts'

export const defect = {
  title: 'A failure of the token endpoint breaks the page',
  description: 'Nobody thought of it: the framework answers 500, and shows where.',
  foundBy: [
    'web-app.sign-in.token-endpoint.invalid-grant',
    'web-app.sign-in.token-endpoint.invalid-client',
    'web-app.sign-in.token-endpoint.server-error',
    'web-app.sign-in.token-endpoint.unavailable',
    'web-app.sign-in.token-endpoint.throttled',
    'web-app.sign-in.token-endpoint.html',
    'web-app.sign-in.token-endpoint.empty',
    'web-app.sign-in.token-endpoint.reset',
    'web-app.sign-in.token-endpoint.not-a-token',
    'web-app.sign-in.code-garbage',
    'web-app.sign-in.code-of-another-client',
    'web-app.sign-in.code-expired',
  ],
}

startBehind((next) => async (request) => {
  const answer = await next(request)
  const isCallback = new URL(request.url).searchParams.has('code')
  if (!isCallback || answer.status < 400) return answer
  const where = new Error('the token request failed').stack ?? ''
  return html(`<h1>Internal Server Error</h1><pre>${where}</pre>`, 500)
})
