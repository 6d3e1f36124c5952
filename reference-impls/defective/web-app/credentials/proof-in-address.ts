import { start } from '../../../node/web-app/src/server.ts'
import { changeTokenRequests } from '../base/token-requests.ts'

export const defect = {
  title: 'The proof stands in the address of the token endpoint',
  description: '`axios.post(url, null, { params })`: the parameters of the form travel in the query.',
  foundBy: ['credentials.secret.not-in-url', 'credentials.federated.not-in-urls'],
}

changeTokenRequests(({ url, form }) => {
  for (const name of ['client_secret', 'client_assertion']) {
    const value = form.get(name)
    if (value !== null) url.searchParams.set(name, value)
  }
})
start()
