/** The link-local address of the Instance Metadata Service, the same on every Azure virtual machine. */
export const imdsHost = '169.254.169.254'

/**
 * Local token services listen on loopback ports that Azure chooses for each machine. Here each has a name that no
 * resolver knows (RFC 6761 §6.4), so that a request to it goes through the forward proxy like any other; a mount on a
 * loopback port may stand for one of them where a client asks no proxy.
 */
export const localTokenServices = {
  'app-service': 'http://app-service.managed-identity.invalid/msi/token',
  'service-fabric': 'https://service-fabric.managed-identity.invalid/metadata/identity/oauth2/token',
  'azure-ml': 'http://azure-ml.managed-identity.invalid/MSI/auth',
  'cloud-shell': 'http://cloud-shell.managed-identity.invalid/oauth2/token',
  arc: 'http://arc.managed-identity.invalid/metadata/identity/oauth2/token',
} as const

export type LocalTokenService = keyof typeof localTokenServices
