import { startBehind, withHeaders } from '../base/start.ts'

export const defect = {
  title: 'Pages of a signed-in user may be stored and put into frames',
  description: 'No header says otherwise.',
  foundBy: [
    'web-app.session.pages-not-stored',
    'web-app.session.pages-not-framed',
    'web-app.session.front-channel-framed',
  ],
}

startBehind((next) => async (request) => {
  const answer = await next(request)
  const isFrame = new URL(request.url).pathname === '/front-channel-logout'
  return withHeaders(answer, (headers) => {
    for (const name of ['cache-control', 'x-frame-options', 'content-security-policy']) headers.delete(name)
    if (isFrame) headers.set('x-frame-options', 'DENY')
  })
})
