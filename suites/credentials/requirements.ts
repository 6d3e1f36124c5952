import { asvs, microsoft, rfc } from '../client-requirements.ts'

export const credentialRequirements = {
  authenticate: rfc(6749, '3.2.1', 'Confidential clients MUST authenticate with every request to the token endpoint.'),
  oneMethod: rfc(6749, '2.3', 'The client MUST NOT use more than one authentication method in each request.'),
  notInUrl: rfc(6749, '2.3.1', 'Client credentials MUST NOT be included in the request URI.'),
  notLogged: asvs(
    '16.2.5',
    '0x25-V16-Security-Logging-and-Error-Handling',
    'Applications MUST NOT log credentials, nor show them.',
  ),
  failClosed: asvs(
    '16.5.3',
    '0x25-V16-Security-Logging-and-Error-Handling',
    'Applications MUST fail gracefully and securely: a failing check must not let anybody in.',
  ),
  settings: asvs(
    '13.3.1',
    '0x22-V13-Configuration',
    'Secrets MUST be configured from outside; an app SHOULD refuse to start without one it needs.',
  ),
  certificate: microsoft(
    'entra/identity-platform/certificate-credentials',
    'certificate credentials',
    'The assertion MUST name the certificate by its thumbprint, the token endpoint as audience and the app as issuer and subject.',
  ),
  lifetime: microsoft(
    'entra/identity-platform/certificate-credentials',
    'certificate credentials',
    'The assertion SHOULD live for ten minutes at most.',
  ),
  assertion: rfc(7523, '3', 'The assertion MUST name its issuer, subject, audience and expiry.'),
  pss: microsoft(
    'entra/identity-platform/certificate-credentials',
    'certificate credentials',
    'The assertion SHOULD be signed with PS256 and name the certificate by its SHA-256 thumbprint.',
  ),
  federation: microsoft(
    'entra/workload-id/workload-identity-federation-config-app-trust-managed-identity',
    'managed identity as a federated credential',
    'The app MUST prove itself with a token of its managed identity for api://AzureADTokenExchange, without a secret.',
  ),
  match: microsoft(
    'entra/workload-id/workload-identity-federation-considerations',
    'considerations for federated credentials',
    'Issuer, subject and audience MUST equal those of the federated credential, letter case included.',
  ),
  freshToken: microsoft(
    'entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
    'use managed identities to acquire a token',
    'A client MUST be prepared for a token to expire and get another one.',
  ),
  identityErrors: microsoft(
    'entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
    'use managed identities to acquire a token',
    'Where the endpoint is busy or updating a client SHOULD retry with growing pauses, a bounded number of times.',
  ),
  endpointAsked: microsoft(
    'entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
    'use managed identities to acquire a token',
    'The request MUST show that the caller is on the machine: the header Metadata, or the secret of the local endpoint.',
  ),
  tokenForOne: microsoft(
    'entra/identity-platform/access-tokens',
    'access tokens',
    'A token MUST be sent to its audience alone.',
  ),
} as const
