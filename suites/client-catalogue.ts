import type { ClientCase } from '../harness/client-case.ts'
import { signingKeyCacheCases } from './caches/signing-keys/index.ts'
import { tokenCacheCases } from './caches/tokens/index.ts'
import { keyVaultCases } from './configuration/key-vault/index.ts'
import { certificateCases } from './credentials/certificate/index.ts'
import { federatedCases } from './credentials/federated/index.ts'
import { managedIdentityCases } from './credentials/managed-identity/index.ts'
import { secretCases } from './credentials/secret/index.ts'
import { tokenBrokerCases } from './token-broker/index.ts'
import { webAppCases } from './web-app/index.ts'

/** The groups in the order they are tried and shown. */
const groups: readonly (readonly ClientCase[])[] = [
  webAppCases,
  secretCases,
  certificateCases,
  federatedCases,
  managedIdentityCases,
  keyVaultCases,
  tokenCacheCases,
  signingKeyCacheCases,
  tokenBrokerCases,
]

/** Every case of the client-side suites, in order. */
export const clientCatalogue: readonly ClientCase[] = groups.flat()
