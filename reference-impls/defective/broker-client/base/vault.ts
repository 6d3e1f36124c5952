import type { AccessToken, TokenCredential } from '@azure/identity'

import { AuthServerCredential } from '../../../node/broker-client/auth-server-credential.ts'
import type { AuthServerOptions } from '../../../node/broker-client/auth-server-credential.ts'
import { credentialOptions } from '../../../node/broker-client/front-end.ts'
import { start } from '../../../node/broker-client/server.ts'
import type { Settings } from '../../../node/broker-client/settings.ts'
import { openVault } from '../../../node/broker-client/vault.ts'
import type { Vault } from '../../../node/broker-client/vault.ts'

type MakeCredential = (settings: Settings) => TokenCredential

/** The reference front end, with another credential. */
export function startWith(credential: MakeCredential): void {
  start(process.env, {
    vault: (settings) => openVault(settings.vaultUrl, credential(settings), settings.timeoutMs),
  })
}

/**
 * The same where each page makes a client of the SDK: such a client keeps a token itself, and hides for as long as it
 * lives what its credential does not.
 */
export function startWithManyClients(credential: MakeCredential): void {
  start(process.env, {
    vault: (settings) => {
      const shared = credential(settings)
      return { list: () => openVault(settings.vaultUrl, shared, settings.timeoutMs).list() }
    },
  })
}

/** The reference front end, with something around its vault. */
export function startAround(around: (vault: Vault) => Vault): void {
  start(process.env, {
    vault: (settings) => around(openVault(settings.vaultUrl, reference(settings), settings.timeoutMs)),
  })
}

/** The reference credential, or one with other options. */
export function reference(settings: Settings, changes: Partial<AuthServerOptions> = {}): TokenCredential {
  return new AuthServerCredential({ ...credentialOptions(settings), ...changes })
}

type Ask = (scope: string) => Promise<AccessToken>

/** A credential by hand: `getToken` says what becomes of the last token, and how to ask for the next. */
export function byHand(
  getToken: (last: AccessToken | undefined, ask: () => Promise<AccessToken>) => Promise<AccessToken>,
) {
  return (settings: Settings): TokenCredential => {
    let last: AccessToken | undefined
    const ask: Ask = async (scope) => {
      const token = await reference(settings).getToken(scope)
      if (token === null) throw new Error('there is no token')
      return (last = token)
    }
    return { getToken: (scopes) => getToken(last, () => ask(String(scopes))) }
  }
}

export const isValid = ({ expiresOnTimestamp }: AccessToken): boolean => expiresOnTimestamp > Date.now()
/** It is valid, and has five minutes left. */
export const isGood = ({ expiresOnTimestamp }: AccessToken): boolean => expiresOnTimestamp - 300_000 > Date.now()
