import type { ClientCase, PlatformStep } from '../../../harness/client-case.ts'
import type { FaultAction } from '../../../harness/mock-azure/contract.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { control, namesFirst, namesSecond, requirements, vaultFault } from './common.ts'

const failing: ClientFamily = {
  requirement: requirements.failSecurely,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  gains: 'The service runs on stale settings, and nobody finds out: it may trust a tenant that it should not.',
  system: 'any',
  needs: ['key-vault', 'key-vault-fail'],
  isolation: 'fresh',
}

interface Failure {
  readonly id: string
  /** After "It does not start when ". */
  readonly when: string
  readonly broken: readonly PlatformStep[]
  readonly mended: readonly PlatformStep[]
  readonly change?: Partial<ClientCase>
  /** Which setting the output names. Default: the first. */
  readonly names?: string
}

function failure({ id, when, broken, mended, change = {}, names = namesFirst }: Failure): ClientCase {
  return clientCase(failing, {
    id: `configuration.key-vault.failure.${id}`,
    title: `It does not start when ${when}, and names the setting`,
    // What would do is all there: a fallback would go unnoticed.
    start: { vault: 'environment-right', expect: 'fails', output: [names], platform: broken },
    steps: control(...mended),
    ...change,
  })
}

function fault(id: string, when: string, action: FaultAction): ClientCase {
  return failure({ id, when, broken: [vaultFault(action)], mended: [{ do: 'clear-faults' }] })
}

function role(change: 'assign' | 'remove'): readonly PlatformStep[] {
  const identities = ['system-assigned', 'user-assigned'] as const
  return identities.map((identity) => ({ do: 'role', identity, role: 'Key Vault Secrets User', on: 'vault', change }))
}

function refusal(id: string, when: string, why: Extract<PlatformStep, { do: 'vault' }>['refusal']): ClientCase {
  return failure({ id, when, broken: [{ do: 'vault', refusal: why }], mended: [{ do: 'vault', refusal: null }] })
}

type Change = Pick<Extract<PlatformStep, { do: 'vault-secret' }>, 'value' | 'enabled' | 'expiresIn'>

function secret(id: string, when: string, broken: Change, change: Partial<ClientCase> = {}): ClientCase {
  return failure({
    id,
    when: `a secret ${when}`,
    broken: [{ do: 'vault-secret', setting: 'first', ...broken }],
    mended: [{ do: 'vault-secret', setting: 'first', value: '${keyVaultValue}', enabled: true }],
    change,
  })
}

function secondSecret(id: string, when: string, broken: Change): ClientCase {
  return failure({
    id: `second-${id}`,
    when: `the second secret ${when}`,
    broken: [{ do: 'vault-secret', setting: 'second', ...broken }],
    mended: [{ do: 'vault-secret', setting: 'second', value: '${keyVaultSecondValue}', enabled: true }],
    names: namesSecond,
  })
}

const informational = { requirement: requirements.informational }

/** What is wrong with the vault, its secrets, or the way there; none of it leads to a start on other settings. */
export const failureCases: readonly ClientCase[] = [
  failure({
    id: 'role-missing',
    when: 'no role lets its identity read secrets',
    broken: role('remove'),
    mended: role('assign'),
  }),
  refusal('firewall', "the vault's firewall shuts it out", 'ForbiddenByFirewall'),
  refusal('private-connection', 'the vault takes private connections alone', 'ForbiddenByConnection'),
  refusal('policy', 'a policy of the vault refuses it', 'ForbiddenByPolicy'),
  fault('access-policy', 'no access policy lets its identity get secrets', {
    do: 'status',
    status: 403,
    headers: { 'content-type': 'application/json' },
    body: '{"error":{"code":"Forbidden","message":"does not have secrets get permission","innererror":{"code":"AccessDenied"}}}',
  }),
  secret('secret-missing', 'is missing', { value: null }),
  secret('disabled', 'is disabled', { enabled: false }),
  secret('expired', 'has expired', { expiresIn: -3600 }, informational),
  secret('empty', 'is empty', { value: '' }),
  secret('blank', 'is blank', { value: '  ' }),
  secret('not-a-guid', 'is not the GUID that it should be', { value: 'contoso' }),
  secret('guid-and-more', 'is a GUID with something after it', { value: '${keyVaultValue}/../common' }),
  secret('common-tenant', 'names every tenant in place of one', { value: 'common' }),
  secondSecret('missing', 'is missing', { value: null }),
  secondSecret('empty', 'is empty', { value: '' }),
  secondSecret('not-a-guid', 'is not the GUID that it should be', { value: 'api' }),
  fault('throttled', 'the vault throttles', {
    do: 'status',
    status: 429,
    headers: { 'content-type': 'application/json' },
    body: '{"error":{"code":"Throttled","message":"Request was not processed because too many requests were received."}}',
  }),
  fault('throttled-for-an-hour', 'the vault asks for an hour of patience', {
    do: 'status',
    status: 429,
    headers: { 'retry-after': '3600', 'content-type': 'application/json' },
    body: '{"error":{"code":"Throttled","message":"Request was not processed because too many requests were received."}}',
  }),
  fault('unavailable', 'the vault is unavailable', { do: 'status', status: 503 }),
  fault('reset', 'connections to the vault break off', { do: 'reset' }),
  fault('no-answer', 'the vault never answers', { do: 'latency', ms: 600_000 }),
  fault('page', 'a page comes in place of the secret', { do: 'html' }),
  fault('empty-answer', 'the answer is empty', { do: 'empty' }),
  fault('half-an-answer', 'the answer breaks off', { do: 'truncate', afterBytes: 12 }),
  fault('no-value', 'the answer holds no value', { do: 'json', value: { id: 'https://vault.azure.net/secrets/x' } }),
  fault('value-of-another-kind', 'the value is no text', { do: 'patch-json', value: { value: { is: 'an object' } } }),
  failure({
    id: 'certificate',
    when: 'what answers has a certificate that it does not trust',
    broken: [],
    mended: [],
    change: {
      requirement: requirements.tls,
      start: {
        vault: 'environment-right',
        expect: 'fails',
        output: [namesFirst],
        env: {
          NODE_EXTRA_CA_CERTS: '${certificatePublicFile}',
          SSL_CERT_FILE: '${certificatePublicFile}',
          REQUESTS_CA_BUNDLE: '${certificatePublicFile}',
          CURL_CA_BUNDLE: '${certificatePublicFile}',
        },
      },
      steps: [{ do: 'ledger', of: 'key-vault.secret.get', exactly: 0, because: 'a request was sent all the same' }],
    },
  }),
]
