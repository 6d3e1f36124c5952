import { startBehind } from '../base/start.ts'

export const defect = {
  title: 'Front-channel logout does not look at iss',
  description: 'Any tenant may say that a session ended.',
  foundBy: ['web-app.session.front-channel-issuer'],
}

startBehind((next) => (request) => {
  const url = new URL(request.url)
  url.searchParams.delete('iss')
  return next(url.pathname === '/front-channel-logout' ? new Request(url, request) : request)
})
