import { startBehind, withHeaders } from './base/start.ts'

export const defect = {
  title: 'The access token is in a cookie',
  description: 'So that scripts and other services have it at hand.',
  foundBy: ['web-app.session.tokens-on-the-server'],
}

let token = ''

startBehind(
  (next) => async (request) => {
    const answer = await next(request)
    return token === ''
      ? answer
      : withHeaders(answer, (headers) => headers.append('set-cookie', `token=${token}; HttpOnly; SameSite=Lax`))
  },
  ({ api }) => ({
    api: {
      send(request, accessToken, correlationId) {
        token = accessToken
        return api.send(request, accessToken, correlationId)
      },
    },
  }),
)
