import { startBehind, withHeaders } from './base/start.ts'

export const defect = {
  title: 'Signing out leads to whatever address the request names',
  description: '`post_logout_redirect_uri` is taken from the query.',
  foundBy: ['web-app.session.signed-out-elsewhere-refused'],
}

startBehind((next) => async (request) => {
  const target = new URL(request.url).searchParams.get('post_logout_redirect_uri')
  const answer = await next(request)
  return target === null ? answer : withHeaders(answer, (headers) => headers.set('location', target))
})
