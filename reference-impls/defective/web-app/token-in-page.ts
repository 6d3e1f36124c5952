import { startWith } from './base/start.ts'

export const defect = {
  title: 'The page of the answer holds the access token',
  description: 'For developers, to copy.',
  foundBy: ['web-app.session.tokens-on-the-server'],
}

startWith(({ api, pages }) => {
  let token = ''
  return {
    api: {
      send(request, accessToken, correlationId) {
        token = accessToken
        return api.send(request, accessToken, correlationId)
      },
    },
    pages: { ...pages, claims: (view) => pages.claims({ ...view, claims: { ...view.claims, token } }) },
  }
})
