import { startBehind } from './base/start.ts'

export const defect = {
  title: 'What an error response says is logged as it came',
  description: 'With the line breaks that are in it.',
  foundBy: ['web-app.sign-in.error-not-in-log'],
}

startBehind((next, { log }) => (request) => {
  const { searchParams } = new URL(request.url)
  if (searchParams.has('error'))
    log(`Entra ID says: ${searchParams.get('error')} ${searchParams.get('error_description')}`)
  return next(request)
})
