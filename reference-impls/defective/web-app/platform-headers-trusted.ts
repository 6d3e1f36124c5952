import { html, startBehind } from './base/start.ts'

export const defect = {
  title: 'Who a header says the visitor is is believed',
  description: 'X-MS-CLIENT-PRINCIPAL-NAME, which the platform sets, and anybody else where there is no platform.',
  foundBy: ['web-app.session.platform-headers'],
}

startBehind((next) => (request) => {
  const user = request.headers.get('x-ms-client-principal-name')
  return user === null ? next(request) : html(`<h1>Welcome</h1><p>You are ${user}.</p>`)
})
