import type { Clock, RandomSource } from '../../clock.ts'
import { ConfigError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { RoleAssignments } from '../access/contract.ts'
import type { Directory } from '../contract.ts'
import { atEndpoint, createRoutes, type Service, type ServiceContext } from '../service.ts'
import { authorize } from './authorize.ts'
import { deletedBundle, secretBundle, secretItem, versionItem } from './bundles.ts'
import type { Vault, VaultSeed } from './contract.ts'
import {
  badParameter,
  deletedButRecoverable,
  errorBody,
  KeyVaultFailure,
  secretDisabled,
  secretNotFound,
} from './errors.ts'
import { type Operation, operations } from './operations.ts'
import { page } from './page.ts'
import { readChange, readSecret } from './secret-input.ts'
import { createSecretStore, type SecretStore } from './secret-store.ts'

export interface KeyVaultCloud {
  readonly directory: Directory
  readonly roleAssignments: RoleAssignments
  readonly clock: Clock
  readonly random: RandomSource
}

/** One vault with its service at `{name}.vault.azure.net`. */
export interface KeyVault {
  readonly service: Service
  readonly vault: Vault
}

/** A vault and the store behind it: what its owner changes, the service sees at once. */
interface State extends Vault {
  readonly tenantId: string
  readonly resourceId: string
  readonly authorization: 'rbac' | 'access-policies'
  readonly secrets: SecretStore
}

/** A request to a vault that may go on. `name` and `version` are segments of its path, in the case they came in. */
interface SecretRequest {
  readonly state: State
  readonly url: URL
  readonly body: string
  readonly name: string
  readonly version: string | undefined
}

/** The JSON of an answer; undefined answers 204. */
type Answer = (request: SecretRequest) => JsonObject | undefined

/**
 * The secrets of a vault.
 * Source: https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups
 * @throws {ConfigError} `MOCK_TENANT_UNKNOWN`
 */
export function createKeyVault(cloud: KeyVaultCloud, seed: VaultSeed): KeyVault {
  const state = createState(cloud, seed)
  const app = createRoutes()
  const route = (method: string, path: string, operation: Operation, answer: Answer): void => {
    // Clients end an unversioned path with a slash.
    app.on([method], [path, `${path}/`], (context) => {
      const { endpoint } = operation
      return atEndpoint(context, { endpoint, tenantId: state.tenantId }, () =>
        respond(cloud, state, context, operation, answer),
      )
    })
  }

  route('GET', '/secrets', operations.list, list)
  route('GET', '/secrets/:name', operations.get, get)
  route('GET', '/secrets/:name/versions', operations.versions, versions)
  route('GET', '/secrets/:name/:version', operations.get, get)
  route('PUT', '/secrets/:name', operations.set, set)
  route('PATCH', '/secrets/:name', operations.update, update)
  route('PATCH', '/secrets/:name/:version', operations.update, update)
  route('DELETE', '/secrets/:name', operations.delete, remove)
  route('GET', '/deletedsecrets', operations.listDeleted, listDeleted)
  route('GET', '/deletedsecrets/:name', operations.getDeleted, getDeleted)
  route('POST', '/deletedsecrets/:name/recover', operations.recover, recover)
  route('DELETE', '/deletedsecrets/:name', operations.purge, purge)
  return { service: { hosts: new Set([new URL(state.url).hostname]), app }, vault: state }
}

function createState({ directory, clock, random }: KeyVaultCloud, seed: VaultSeed): State {
  const { name, tenantId, resourceId } = seed
  if (directory.tenant(tenantId) === undefined) {
    const message = `The vault ${name} belongs to the tenant ${tenantId}, which does not exist.`
    throw new ConfigError('MOCK_TENANT_UNKNOWN', message, 'Seed the tenant too.')
  }
  const secrets = createSecretStore(clock, random)
  for (const secret of seed.secrets ?? []) secrets.set(secret)
  return {
    name,
    url: `https://${name.toLowerCase()}.vault.azure.net`,
    tenantId,
    resourceId,
    authorization: seed.authorization ?? 'rbac',
    accessPolicies: seed.accessPolicies ?? [],
    refusal: seed.refusal,
    secrets,
    setSecret: (secret) => secrets.set(secret).version,
    deleteSecret: (secretName) => void secrets.delete(secretName),
  }
}

async function respond(
  cloud: KeyVaultCloud,
  state: State,
  { req, env }: ServiceContext,
  operation: Operation,
  answer: Answer,
): Promise<Response> {
  const url = new URL(req.url)
  const [, , name, version] = url.pathname.split('/').map(decode)
  try {
    await authorize({ ...cloud, vault: state }, req.header('authorization'), operation, name || undefined)
    if (!url.searchParams.get('api-version')) throw badParameter('api-version must be specified')
    const request = { state, url, body: env.body, name: name ?? '', version: version || undefined }
    const body = answer(request)
    return body === undefined ? new Response(null, { status: 204 }) : json(cloud, body)
  } catch (error) {
    if (!(error instanceof KeyVaultFailure)) throw error
    return json(cloud, errorBody(error), error.status, error.headers)
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function json(
  { random }: KeyVaultCloud,
  body: JsonObject,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(body, {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'x-ms-request-id': random.uuid(),
      ...headers,
    },
  })
}

const get: Answer = ({ state, name, version }) => {
  const secret = state.secrets.find(name, version)
  if (secret === undefined) throw secretNotFound(version === undefined ? name : `${name}/${version}`)
  if (!secret.enabled) throw secretDisabled()
  return secretBundle(state.url, secret)
}

const list: Answer = ({ state, url }) =>
  page(
    url,
    state.secrets.list().map((secret) => secretItem(state.url, secret)),
  )

const versions: Answer = ({ state, url, name }) => {
  const all = state.secrets.versions(name)
  if (all.length === 0) throw secretNotFound(name)
  return page(
    url,
    all.map((secret) => versionItem(state.url, secret)),
  )
}

const set: Answer = ({ state, name, body }) => {
  const secret = readSecret(name, body)
  if (state.secrets.findDeleted(name) !== undefined) throw deletedButRecoverable(name)
  return secretBundle(state.url, state.secrets.set(secret))
}

const update: Answer = ({ state, name, version, body }) => {
  const secret = state.secrets.update(name, version, readChange(body))
  if (secret === undefined) throw secretNotFound(name)
  return versionItem(state.url, secret)
}

const remove: Answer = ({ state, name }) => {
  const deleted = state.secrets.delete(name)
  if (deleted === undefined) throw secretNotFound(name)
  return deletedBundle(state.url, deleted)
}

const listDeleted: Answer = ({ state, url }) =>
  page(
    url,
    state.secrets.listDeleted().map((deleted) => deletedBundle(state.url, deleted)),
  )

const getDeleted: Answer = ({ state, name }) => {
  const deleted = state.secrets.findDeleted(name)
  if (deleted === undefined) throw secretNotFound(name)
  return deletedBundle(state.url, deleted)
}

const recover: Answer = ({ state, name }) => {
  const recovered = state.secrets.recover(name)
  if (recovered === undefined) throw secretNotFound(name)
  return versionItem(state.url, recovered)
}

const purge: Answer = ({ state, name }) => {
  if (!state.secrets.purge(name)) throw secretNotFound(name)
  return undefined
}
