import { ManagedIdentityCredential } from '@azure/identity'

/** The audience of tokens that stand for a client in the federated-credential exchange. */
const tokenExchangeScope = 'api://AzureADTokenExchange/.default'

/**
 * The SDK waits up to a minute for a source that is being updated, and for ever for one that does not answer; a user who
 * is signing in does not.
 */
const timeoutMs = 20_000

/** What gives tokens of the managed identity that has this client ID, for the federated-credential exchange. */
export function managedIdentity(clientId: string): () => Promise<string> {
  const identity = new ManagedIdentityCredential({ clientId })
  return async () => {
    const timeout = Promise.withResolvers<never>()
    const timer = setTimeout(() => timeout.reject(new DOMException('no answer in time', 'TimeoutError')), timeoutMs)
    try {
      const { token } = await Promise.race([identity.getToken(tokenExchangeScope), timeout.promise])
      return token
    } finally {
      clearTimeout(timer)
    }
  }
}
