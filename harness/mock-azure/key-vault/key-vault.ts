import type { Clock, RandomSource } from '../../clock.ts'
import { ConfigError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { RoleAssignments } from '../access/contract.ts'
import type { Directory } from '../contract.ts'
import { atEndpoint, createRoutes, type Service, type ServiceContext } from '../service.ts'
import { authorize } from './authorize.ts'
import type { SecretSeed, Vault, VaultSeed } from './contract.ts'
import { badParameter, errorBody, KeyVaultFailure } from './errors.ts'
import { type Operation, operations } from './operations.ts'
import { createSecretStore, type SecretVersion } from './secret-store.ts'
import * as secrets from './secrets.ts'

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

/**
 * The secrets of a vault.
 * Source: https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups
 * @throws {ConfigError} `MOCK_TENANT_UNKNOWN`
 */
export function createKeyVault(cloud: KeyVaultCloud, seed: VaultSeed): KeyVault {
  const state = createState(cloud, seed)
  const app = createRoutes()
  const route = (method: string, path: string, operation: Operation, answer: secrets.Answer): void => {
    // Clients end an unversioned path with a slash.
    app.on([method], [path, `${path}/`], (context) => {
      const { endpoint } = operation
      return atEndpoint(context, { endpoint, tenantId: state.tenantId }, () =>
        respond(cloud, state, context, operation, answer),
      )
    })
  }

  route('GET', '/secrets', operations.list, secrets.list)
  route('GET', '/secrets/:name', operations.get, secrets.get)
  route('GET', '/secrets/:name/versions', operations.versions, secrets.versions)
  route('GET', '/secrets/:name/:version', operations.get, secrets.get)
  route('PUT', '/secrets/:name', operations.set, secrets.set)
  route('PATCH', '/secrets/:name', operations.update, secrets.update)
  route('PATCH', '/secrets/:name/:version', operations.update, secrets.update)
  route('DELETE', '/secrets/:name', operations.delete, secrets.remove)
  route('GET', '/deletedsecrets', operations.listDeleted, secrets.listDeleted)
  route('GET', '/deletedsecrets/:name', operations.getDeleted, secrets.getDeleted)
  route('POST', '/deletedsecrets/:name/recover', operations.recover, secrets.recover)
  route('DELETE', '/deletedsecrets/:name', operations.purge, secrets.purge)
  return { service: { hosts: new Set([new URL(state.url).hostname]), app }, vault: state }
}

function createState({ directory, clock, random }: KeyVaultCloud, seed: VaultSeed): secrets.VaultState {
  const { name, tenantId, resourceId } = seed
  if (directory.tenant(tenantId) === undefined) {
    const message = `The vault ${name} belongs to the tenant ${tenantId}, which does not exist.`
    throw new ConfigError('MOCK_TENANT_UNKNOWN', message, 'Seed the tenant too.')
  }
  const store = createSecretStore(clock, random)
  for (const secret of seed.secrets ?? []) store.set(secret)
  const state: secrets.VaultState = {
    name,
    url: `https://${name.toLowerCase()}.vault.azure.net`,
    tenantId,
    resourceId,
    authorization: seed.authorization ?? 'rbac',
    accessPolicies: seed.accessPolicies ?? [],
    refusal: seed.refusal,
    secrets: store,
    setSecret(secret) {
      store.recover(secret.name)
      return store.set(secret).version
    },
    deleteSecret: (secretName) => void store.delete(secretName),
    listSecrets: () => store.list().map(asSeed),
    save() {
      const [restore, { refusal, accessPolicies }] = [store.save(), state]
      return () => {
        restore()
        state.refusal = refusal
        state.accessPolicies = accessPolicies
      }
    },
  }
  return state
}

function asSeed({ name, value, contentType, enabled, notBefore, expires, tags }: SecretVersion): SecretSeed {
  return {
    name,
    value,
    enabled,
    ...(contentType === undefined ? {} : { contentType }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expires === undefined ? {} : { expires }),
    ...(tags === undefined ? {} : { tags }),
  }
}

async function respond(
  cloud: KeyVaultCloud,
  state: secrets.VaultState,
  { req, env }: ServiceContext,
  operation: Operation,
  answer: secrets.Answer,
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
