import { startBehind } from './base/start.ts'

export const defect = {
  title: 'Signing out ends the session at Entra ID alone',
  description: 'The app redirects there and leaves its own session as it is.',
  foundBy: ['web-app.session.signed-out', 'web-app.session.signed-out-cookie-replayed'],
}

startBehind((next, { entra }) => (request) => {
  if (new URL(request.url).pathname !== '/logout') return next(request)
  return Response.redirect(entra.signOutUrl({ logoutHint: undefined }), 303)
})
