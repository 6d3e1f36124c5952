import { html, startBehind } from './base/start.ts'

export const defect = {
  title: 'Who a cookie says the visitor is is believed',
  description: '`user=` in a cookie, for parts that have no access to the session.',
  foundBy: ['web-app.session.invented'],
}

startBehind((next) => (request) => {
  const user = /(?:^|; )user=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
  return user === undefined ? next(request) : html(`<h1>Welcome</h1><p>You are ${user}.</p>`)
})
