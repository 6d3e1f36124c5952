import { ManagedIdentityCredential } from '@azure/identity'
import type { NodeAuthOptions } from '@azure/msal-node'

import type { CredentialSettings } from '../settings.ts'

/** The part of MSAL's settings that proves who the app is. Asked for with every request. */
export type ClientCredential = () => Pick<NodeAuthOptions, 'clientAssertion' | 'clientSecret' | 'clientCertificate'>

/** The managed identity gave no token. */
export class CredentialFailure extends Error {
  override readonly name = 'CredentialFailure'
}

/** The audience of tokens that stand for a client in the federated-credential exchange. */
const tokenExchangeScope = 'api://AzureADTokenExchange/.default'

/** One kind, the configured one. When it fails, sign-ins fail: falling back to a weaker one would hide the fault. */
export function createCredential(settings: CredentialSettings): ClientCredential {
  switch (settings.kind) {
    case 'secret':
      return () => ({ clientSecret: settings.secret })
    case 'certificate': {
      const { thumbprint: thumbprintSha256, privateKey, chain } = settings
      const clientCertificate = { thumbprintSha256, privateKey, ...(chain === undefined ? {} : { x5c: chain }) }
      return () => ({ clientCertificate })
    }
    case 'managed-identity': {
      const identity = new ManagedIdentityCredential({ clientId: settings.clientId })
      // A function, not its result: the token ends within a day, and one that was fetched at start-up with it.
      return () => ({ clientAssertion: () => identityToken(identity) })
    }
  }
}

/**
 * The SDK waits up to a minute for a source that is being updated, and for ever for one that does not answer; a user who
 * is signing in does not.
 */
const identityTimeoutMs = 20_000

async function identityToken(identity: ManagedIdentityCredential): Promise<string> {
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => timeout.reject(new DOMException('no answer in time', 'TimeoutError')),
    identityTimeoutMs,
  )
  try {
    const { token } = await Promise.race([identity.getToken(tokenExchangeScope), timeout.promise])
    return token
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown error'
    throw new CredentialFailure(`the managed identity gave no token (${kind})`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
