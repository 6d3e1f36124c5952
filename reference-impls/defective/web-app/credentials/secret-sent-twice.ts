import { start } from '../../../node/web-app/src/server.ts'
import { changeTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'The secret is sent as Basic and in the body',
  description: 'The HTTP client adds the header, and the form has the secret already.',
  foundBy: ['credentials.secret.one-method'],
}

changeTokenRequests(({ headers, form }) => {
  const pair = `${form.get('client_id') ?? ''}:${form.get('client_secret') ?? ''}`
  headers.set('authorization', `Basic ${btoa(pair)}`)
})
start()
