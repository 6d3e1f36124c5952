import { fetchAssertion } from '../base/raw-assertion.ts'
import { html, startBehind } from '../base/start.ts'

export const defect = {
  title: 'No page is shown while the identity cannot be had',
  description: 'A check of everything that the app depends on, before every request.',
  foundBy: ['credentials.federated.signed-in-users-stay'],
}

startBehind((next, { settings }) => async (request) => {
  if (new URL(request.url).pathname === '/health') return await next(request)
  const isThere = await fetchAssertion(settings).then(
    () => true,
    () => false,
  )
  return isThere ? await next(request) : html('<h1>Not now</h1>', 503)
})
