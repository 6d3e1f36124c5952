import type { ClientStep, LedgerStep, PlatformStep, VisitStep } from '../../../harness/client-case.ts'
import type { Endpoint, FaultAction } from '../../../harness/mock-azure/contract.ts'
import { asvs, microsoft, rfc } from '../../client-requirements.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'

/** What the cases of this group are held to. One entry a rule. */
export const requirements = {
  source: microsoft(
    'azure/key-vault/general/developers-guide',
    "Key Vault: Developer's guide",
    'A setting that is kept in a vault SHOULD be read from there by the identity of the workload, not copied to the environment.',
  ),
  failSecurely: asvs(
    '16.5.3',
    '0x25-V16-Security-Logging-and-Error-Handling',
    'The application MUST fail gracefully and securely, and not go on as if the failed check had not been there.',
  ),
  informational: microsoft(
    'azure/key-vault/secrets/about-secrets',
    'Key Vault: About secrets',
    'exp and nbf of a secret are for information: the vault hands it out all the same, so its reader MUST look.',
  ),
  challenge: microsoft(
    'azure/key-vault/general/authentication-requests-and-responses',
    'Key Vault: Authentication, requests and responses',
    'The client MUST ask for a token for the resource of the challenge, and send it to that resource alone.',
  ),
  tls: rfc(6750, '5.3', 'The client MUST validate the TLS certificate chain of what it sends a bearer token to.'),
  leastPrivilege: asvs(
    '13.3.2',
    '0x22-V13-Configuration',
    'Access to secret assets MUST adhere to the principle of least privilege.',
  ),
  secrecy: asvs(
    '16.2.5',
    '0x25-V16-Security-Logging-and-Error-Handling',
    'Secrets MUST NOT be logged; where sensitive data is logged, its protection level decides how.',
  ),
  throttling: microsoft(
    'azure/key-vault/general/overview-throttling',
    'Key Vault: Throttling guidance',
    'A client that is throttled SHOULD wait before it asks again, longer each time, and give up at last.',
  ),
  health: microsoft(
    'azure/architecture/patterns/health-endpoint-monitoring',
    'Health Endpoint Monitoring pattern',
    'A health endpoint SHOULD tell what the application found out about what it depends on.',
  ),
} as const

export const readSecret = 'key-vault.secret.get' satisfies Endpoint

/** A healthy answer of the health endpoint. */
export const healthy: VisitStep = {
  do: 'visit',
  label: 'health',
  at: 'health',
  expect: { status: '2xx', lacks: ['/\\b(?:degraded|unhealthy)\\b/i'] },
}

/** Whatever the health endpoint says, none of the usual words for being well. */
export const notHealthy: VisitStep = {
  do: 'visit',
  label: 'health',
  at: 'health',
  expect: { lacks: ['/(?<!un|not )\\b(?:healthy|ok|pass|up)\\b(?!\\w)/i'] },
}

/** What came before was no accident: without the difference the target runs and is well. */
export function control(...mended: readonly PlatformStep[]): readonly ClientStep[] {
  return [...mended, { do: 'restart' }, { ...healthy, label: 'control: the same vault, mended', control: true }]
}

/** Every read of a secret from now on. */
export function vaultFault(action: FaultAction): PlatformStep {
  return { do: 'fault', endpoint: readSecret, action }
}

/** An output that names the setting, or its secret. */
export const namesFirst = '/${keyVaultSetting|regex}|${keyVaultSecret|regex}/i'
export const namesSecond = '/${keyVaultSecondSetting|regex}|${keyVaultSecondSecret|regex}/i'

/** Neither asked for, nor sent: a token for anything but Key Vault. */
export const noOtherToken: readonly LedgerStep[] = [
  {
    do: 'ledger',
    of: identityEndpoints,
    none: { query: { resource: '/^(?!https:\\/\\/vault\\.azure\\.net\\/?$)/' } },
    because: 'the identity was asked for a token of whatever the challenge named',
  },
  {
    do: 'ledger',
    of: readSecret,
    none: { bearer: { claims: { aud: '/^(?!https:\\/\\/vault\\.azure\\.net\\/?$|cfa8b339-)/' } } },
    because: 'a token for another service was sent to what answers in place of the vault',
  },
]
