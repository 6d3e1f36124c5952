import { createSecureContext, type SecureContext } from 'node:tls'

import type { CertificateAuthority } from './contract.ts'

/** The TLS context for a host, made once per host. */
export type SecureContexts = (host: string) => Promise<SecureContext>

export function secureContexts(authority: CertificateAuthority): SecureContexts {
  const contexts = new Map<string, Promise<SecureContext>>()
  const create = async (host: string): Promise<SecureContext> => {
    const leaf = await authority.leaf(host)
    return createSecureContext({ cert: leaf.certificatePem, key: leaf.privateKeyPem })
  }
  return (host) => {
    const context = contexts.get(host) ?? create(host)
    contexts.set(host, context)
    return context
  }
}
