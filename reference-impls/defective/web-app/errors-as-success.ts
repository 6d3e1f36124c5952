import { html, startBehind } from './base/start.ts'

export const defect = {
  title: 'Every error is a page with status 200',
  description: 'It says that something happened: neither a user nor a monitor can tell that it failed.',
  foundBy: [
    'web-app.sign-in.code-missing',
    'web-app.sign-in.code-empty',
    'web-app.sign-in.access-denied',
    'web-app.sign-in.consent-declined',
    'web-app.sign-in.error-of-the-service',
    'web-app.sign-in.error-without-state',
    'web-app.sign-in.callback-alone',
    'web-app.calling-the-api.api-error',
    'web-app.calling-the-api.api-unavailable',
    'web-app.calling-the-api.api-gateway-error',
    'web-app.calling-the-api.api-throttles',
    'web-app.calling-the-api.api-not-found',
    'web-app.calling-the-api.api-html',
    'web-app.calling-the-api.api-empty',
    'web-app.calling-the-api.api-truncated',
    'web-app.calling-the-api.api-reset',
    'web-app.calling-the-api.api-not-json',
    'web-app.calling-the-api.refused-for-ever',
  ],
}

startBehind((next) => async (request) => {
  const answer = await next(request)
  return answer.status < 400 ? answer : html('<h1>Something happened</h1>')
})
