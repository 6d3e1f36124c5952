import { identityToken, startWithIdentity } from '../base/identity.ts'

export const defect = {
  title: 'A failure of the identity is remembered for ever',
  description: 'The rejected promise stands in a variable: the app has to be restarted.',
  foundBy: ['credentials.federated.imds.recovers', 'credentials.federated.app-service.recovers'],
}

startWithIdentity((clientId) => {
  const token = identityToken(clientId)
  let failed: Promise<string> | undefined
  return () => {
    const got = failed ?? token()
    got.catch(() => {
      failed = got
    })
    return got
  }
})
