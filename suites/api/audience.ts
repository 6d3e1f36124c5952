import type { Case } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { TokenRecipe } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { nearMissCases } from './audience/near-misses.ts'
import { family } from './family.ts'
import { changed, claims, without } from './recipes.ts'

function audience(aud: Json): TokenRecipe {
  return claims({ aud })
}

const elsewhere = {
  requirement: requirements.audience,
  level: 'MUST',
  severity: 'critical',
  maker: 'another-client',
  gains: 'Any service or app that receives a token for something else replays it here as its user.',
} as const

/** Tokens that Entra really issues, for something else. */
const otherResources = family('api.audience', elsewhere, [
  {
    id: 'other-api',
    title: 'A token for another API of the tenant is refused',
    token: audience('${otherApiClientId}'),
  },
  {
    id: 'other-api-uri',
    title: 'A token for the application ID URI of another API is refused',
    token: audience('api://${otherApiClientId}'),
  },
  {
    id: 'other-api-unsafe',
    title: 'An unsafe request with a token for another API is refused and changes nothing',
    needs: ['unsafe-route'],
    token: audience('${otherApiClientId}'),
    request: { route: 'unsafe' },
  },
  {
    id: 'web-app',
    title: 'A token for the web app that calls the API is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('${webAppClientId}'),
  },
  {
    id: 'daemon',
    title: 'A token for the service that calls the API is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('${daemonClientId}'),
  },
  {
    id: 'graph',
    title: 'A token for Microsoft Graph is refused',
    requirement: requirements.entraClaimsValidation,
    token: changed(
      { op: 'set', part: 'claims', values: { aud: 'https://graph.microsoft.com' } },
      { op: 'set', part: 'header', values: { nonce: 'hashed-before-the-signature-is-checked' } },
    ),
  },
  {
    id: 'graph-id',
    title: 'A token for the application ID of Microsoft Graph is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('00000003-0000-0000-c000-000000000000'),
  },
  {
    id: 'azure-resource-manager',
    title: 'A token for Azure Resource Manager is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('https://management.azure.com/'),
  },
  {
    id: 'azure-resource-manager-classic',
    title: 'A token for the classic Azure management API is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('https://management.core.windows.net/'),
  },
  {
    id: 'key-vault',
    title: 'A token for Key Vault is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('https://vault.azure.net'),
  },
  {
    id: 'storage',
    title: 'A token for Azure Storage is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('https://storage.azure.com'),
  },
  {
    id: 'token-exchange',
    title: 'A token with the audience of federated credentials is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('api://AzureADTokenExchange'),
  },
  {
    id: 'token-exchange-id',
    title: 'A token for the application ID of federated credentials is refused',
    requirement: requirements.entraClaimsValidation,
    token: audience('fb60f99c-7a34-4190-8149-302f77469936'),
  },
])

const shapeless = {
  ...elsewhere,
  severity: 'high',
  maker: 'issuer-only',
  gains: 'A token that names no audience is good at every API of the tenant.',
} as const

/** Values that are no audience at all. */
const shapes = family('api.audience', shapeless, [
  { id: 'missing', title: 'A token without aud is refused', token: without('aud') },
  { id: 'null', title: 'A token whose aud is null is refused', token: audience(null) },
  { id: 'empty-string', title: 'A token whose aud is empty is refused', token: audience('') },
  { id: 'empty-array', title: 'A token whose aud is an empty array is refused', token: audience([]) },
  { id: 'number', title: 'A token whose aud is a number is refused', token: audience(1) },
  { id: 'true', title: 'A token whose aud is true is refused', token: audience(true) },
  {
    id: 'object',
    title: 'A token whose aud is an object that holds our audience is refused',
    token: audience({ '0': '${audience}', length: 1 }),
  },
  { id: 'wildcard', title: 'A token whose aud is an asterisk is refused', token: audience('*') },
  {
    id: 'comma-joined',
    title: 'A token whose aud joins several audiences with commas is refused',
    token: audience('${otherApiClientId},${audience}'),
  },
  {
    id: 'space-joined',
    title: 'A token whose aud joins several audiences with spaces is refused',
    token: audience('${otherApiClientId} ${audience}'),
  },
  { id: 'issuer', title: 'A token whose aud is its own issuer is refused', token: audience('${issuer}') },
  {
    id: 'array-of-others',
    title: 'A token whose aud is an array without our audience is refused',
    requirement: requirements.jwtAudience,
    token: audience(['${otherApiClientId}', '${webAppClientId}']),
  },
  {
    id: 'array-nested',
    title: 'A token whose aud hides our audience in an inner array is refused',
    requirement: requirements.jwtAudience,
    token: audience([['${audience}']]),
  },
])

const shared = {
  ...shapeless,
  requirement: requirements.jwtAudience,
  severity: 'low',
  gains: 'A token that is meant for several APIs lets each of them act as its user at the others.',
  expect: { outcome: 'policy', policy: 'audienceArray', as: ['invalid_token'] },
} as const

const arrays = family('api.audience', shared, [
  {
    id: 'array-with-ours-alone',
    title: 'A token whose aud is an array of our audience alone is treated as declared',
    token: audience(['${audience}']),
  },
  {
    id: 'array-with-ours',
    title: 'A token whose aud is an array with our audience among others is treated as declared',
    token: audience(['${otherApiClientId}', '${audience}']),
  },
])

export const audienceCases: readonly Case[] = [...otherResources, ...shapes, ...arrays, ...nearMissCases]
