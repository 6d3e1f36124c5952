import type { ClientCase, ClientStep, VisitStep } from '../../../harness/client-case.ts'
import type { TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { healthy, readSecret, requirements } from './common.ts'

const source: ClientFamily = {
  requirement: requirements.source,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'Settings that somebody once left in the environment decide whose tokens count.',
  system: 'any',
  needs: ['key-vault'],
  isolation: 'fresh',
}

const callWith = (token: TokenRecipe, label: string, expect: VisitStep['expect'] & {}): VisitStep => ({
  do: 'visit',
  label,
  at: 'protected',
  browser: 'none',
  token,
  expect,
})

const valid: TokenRecipe = { baseline: 'delegated' }
const withClaims = (values: { readonly [name: string]: string }): TokenRecipe => ({
  ...valid,
  mutations: [{ op: 'set', part: 'claims', values }],
})

/** The vault's tenant and client ID count. */
export const accepted = callWith(valid, "a token by the vault's settings", { status: '2xx' })
export const staleAudience = callWith(
  withClaims({ aud: '${staleGuid}' }),
  "a token for the client ID of the environment, of the vault's tenant",
  { status: 401 },
)
const staleIssuer = callWith(
  withClaims({ iss: 'https://login.microsoftonline.com/${staleGuid}/v2.0', tid: '${staleGuid}' }),
  'a token of the tenant of the environment',
  { status: 401 },
)

const nothingAsked: ClientStep = {
  do: 'ledger',
  of: [...identityEndpoints, readSecret, 'key-vault.secret.list', 'key-vault.secret.versions', 'entra.token'],
  exactly: 0,
  because: 'no vault is named, and yet an identity or a vault was asked',
}

/** Where settings come from, and what follows from them. */
export const sourceCases: readonly ClientCase[] = [
  clientCase(source, {
    id: 'configuration.key-vault.source.off-asks-nobody',
    title: 'Without a vault, neither an identity nor a vault is asked',
    severity: 'low',
    gains: 'A start without Azure waits for what is not there, and a token that nobody needs is about.',
    steps: [{ ...healthy, control: true }, nothingAsked],
  }),
  clientCase(source, {
    id: 'configuration.key-vault.source.off-environment-counts',
    title: 'Without a vault, the settings of the environment count',
    needs: ['api'],
    steps: [
      { ...accepted, label: "a token by the environment's settings" },
      { ...staleAudience, label: 'a token for another client ID' },
    ],
  }),
  clientCase(source, {
    id: 'configuration.key-vault.source.vault-read',
    title: 'With a vault, its secrets are read by the managed identity',
    start: { vault: 'environment-right' },
    steps: [
      healthy,
      { do: 'ledger', of: readSecret, where: { status: 200 }, atLeast: 1, because: 'no secret was read' },
      {
        do: 'ledger',
        of: readSecret,
        where: { status: 200 },
        some: { url: '/\\/secrets\\/${keyVaultSecret|regex}(?:\\/|$)/' },
        because: 'the first secret was not read',
      },
      {
        do: 'ledger',
        of: readSecret,
        where: { status: 200 },
        some: { url: '/\\/secrets\\/${keyVaultSecondSecret|regex}(?:\\/|$)/' },
        because: 'the second secret was not read',
      },
    ],
  }),
  clientCase(source, {
    id: 'configuration.key-vault.source.environment-absent',
    title: 'With a vault, the environment need not have the settings',
    start: { vault: 'environment-absent', expect: 'starts' },
    steps: [healthy],
  }),
  clientCase(source, {
    id: 'configuration.key-vault.source.vault-wins',
    title: "The vault's settings win over those of the environment",
    needs: ['api'],
    start: { vault: 'environment-stale' },
    steps: [accepted],
  }),
  clientCase(source, {
    id: 'configuration.key-vault.source.audience-follows',
    title: "The audience follows from the vault's client ID",
    needs: ['api'],
    start: { vault: 'environment-stale' },
    steps: [{ ...accepted }, staleAudience],
  }),
  clientCase(source, {
    id: 'configuration.key-vault.source.issuer-follows',
    title: "The issuer follows from the vault's tenant",
    needs: ['api'],
    start: { vault: 'environment-stale' },
    steps: [{ ...accepted }, staleIssuer],
  }),
  clientCase(source, {
    id: 'configuration.key-vault.source.keys-follow',
    title: "Signing keys are fetched for the vault's tenant, and for no other",
    needs: ['api'],
    start: { vault: 'environment-stale' },
    steps: [
      { ...accepted, control: true },
      staleIssuer,
      {
        do: 'ledger',
        of: ['entra.keys.v2', 'entra.keys.v1', 'entra.discovery.v2', 'entra.discovery.v1'],
        some: { url: '/\\/(?:${tenantId}|common|organizations)\\//' },
        none: { url: '/${staleGuid}/' },
        because: 'keys were looked for where the environment says, or not where the vault says',
      },
    ],
  }),
]
