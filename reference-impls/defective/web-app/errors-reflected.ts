import { html, startBehind } from './base/start.ts'

export const defect = {
  title: 'What an error response says is shown as it came',
  description: '`error` and `error_description` stand in the page without being encoded.',
  foundBy: [
    'web-app.sign-in.error-description-html',
    'web-app.sign-in.error-html',
    'web-app.sign-in.error-html-without-state',
    'web-app.sign-in.error-description-shown',
    'web-app.sign-in.error-uri',
  ],
}

startBehind((next) => (request) => {
  const { searchParams } = new URL(request.url)
  const said = ['error', 'error_description', 'error_uri', 'state'].map((name) => searchParams.get(name) ?? '')
  return searchParams.has('error') ? html(`<h1>Not signed in</h1><p>${said.join(' ')}</p>`, 400) : next(request)
})
