import type { NodeAuthOptions } from '@azure/msal-node'

import type { CredentialSettings } from '../settings.ts'

/** The part of MSAL's settings that proves who the app is. Asked for with every request. */
export type ClientCredential = () => Pick<NodeAuthOptions, 'clientAssertion' | 'clientSecret' | 'clientCertificate'>

/** The managed identity gave no token. */
export class CredentialFailure extends Error {
  override readonly name = 'CredentialFailure'
}

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
      // Imported here: Azure's SDK takes a third of the time to start, and the other kinds need nothing of it.
      const identity = import('./managed-identity.ts').then(({ managedIdentity }) => managedIdentity(settings.clientId))
      // A function, not its result: the token ends within a day, and one that was fetched at start-up with it.
      return () => ({ clientAssertion: () => identityToken(identity) })
    }
  }
}

async function identityToken(identity: Promise<() => Promise<string>>): Promise<string> {
  const getToken = await identity
  try {
    return await getToken()
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown error'
    throw new CredentialFailure(`the managed identity gave no token (${kind})`, { cause: error })
  }
}
