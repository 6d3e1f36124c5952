import { managedIdentities, type Registration, resourceIds } from '../../fixtures/client-cloud.ts'
import type { PlatformStep, UserName } from '../client-case.ts'
import { InternalError } from '../errors.ts'
import type { FaultAction } from '../mock-azure/contract.ts'
import { fillTemplate } from '../variables.ts'
import type { ClientCloud } from './cloud.ts'

/** Steps whose moment only the target's world knows. */
export type CloudStep = Exclude<PlatformStep, { do: 'clock' | 'certificates' }>

/** Changes the cloud as a step says. Variables in it are filled in here. */
export async function applyToCloud(step: CloudStep, cloud: ClientCloud): Promise<void> {
  const { mock, variables } = cloud
  const { tenantId } = variables
  switch (step.do) {
    case 'fault':
      for (const endpoint of [step.endpoint].flat()) {
        mock.faults.add({
          endpoint,
          action: fillAction(step.action, cloud),
          ...(step.calls === undefined ? {} : { calls: step.calls }),
        })
      }
      return
    case 'clear-faults':
      return mock.faults.clear()
    case 'tamper':
      mock.changes.tampering.push(step)
      return
    case 'clear-tampering':
      mock.changes.tampering = []
      return
    case 'registration':
      return changeRegistration(step, cloud)
    case 'identity': {
      const identities = managedIdentities(cloud.world)
      if (step.unassign !== undefined) mock.workload.unassign(identities[step.unassign].clientId)
      if (step.assign !== undefined) mock.workload.assign(identities[step.assign])
      return
    }
    case 'identity-lifetime':
      mock.workload.tokenLifetimeSeconds = step.seconds
      return
    case 'role': {
      const { principalId } = managedIdentities(cloud.world)[step.identity]
      const assignment = { principalId, role: step.role, scope: resourceIds(cloud.world)[step.on] }
      if (step.change === 'assign') mock.roleAssignments.assign(assignment)
      else mock.roleAssignments.remove(assignment)
      return
    }
    case 'vault-secret':
      return changeVaultSecret(step, cloud)
    case 'vault':
      vaultOf(cloud).refusal = step.refusal ?? undefined
      return
    case 'rollover':
      homeKeys(cloud).rollover(await cloud.nextKey())
      return
    case 'retire':
      homeKeys(cloud).retire(cloud.key(step.key).kid)
      return
    case 'consent': {
      const { webAppClientId: clientId, apiClientId: resource } = variables
      if (step.change === 'revoke') mock.directory.revokeConsents(tenantId, clientId)
      else mock.directory.consent({ tenantId, clientId, resource, scopes: ['access_as_user'] })
      return
    }
    case 'user': {
      const user = mock.directory.user(userNameOf(step.user, variables))
      if (user === undefined) throw new InternalError('USER_MISSING', `There is no ${step.user} user.`, 'Report it.')
      if (step.disabled !== undefined) mock.directory.changeUser(user.objectId, { disabled: step.disabled })
      if (step.revokeSessions === true) mock.entra.revokeSessions(user.objectId)
      return
    }
    case 'token-lifetime':
      if (step.expiresIn !== undefined) mock.changes.expiresIn = step.expiresIn ?? undefined
      if (step.refreshIn !== undefined) mock.changes.refreshIn = step.refreshIn ?? undefined
      return
  }
}

/**
 * Remembers the cloud as it is, but for its clock and ledger.
 * @returns puts it back
 */
export function saveCloud({ mock, registration }: ClientCloud): () => void {
  const restore = mock.save()
  const changes = { ...mock.changes, tampering: [...mock.changes.tampering] }
  const { secrets, certificates, federatedCredentials } = registration
  const lists = [[...secrets], [...certificates], [...federatedCredentials]] as const
  return () => {
    restore()
    Object.assign(mock.changes, changes)
    replace(secrets, lists[0])
    replace(certificates, lists[1])
    replace(federatedCredentials, lists[2])
  }
}

export function userNameOf(user: UserName, variables: ClientCloud['variables']): string {
  switch (user) {
    case 'first':
      return variables.userName
    case 'second':
      return variables.secondUserName
    case 'guest':
      return variables.guestUserName
  }
}

function homeKeys({ mock, variables }: ClientCloud) {
  const keys = mock.directory.tenant(variables.tenantId)?.keys
  if (keys === undefined) throw new InternalError('WORLD_TENANT_MISSING', 'The home tenant is gone.', 'Report it.')
  return keys
}

function vaultOf({ mock }: ClientCloud) {
  const [vault] = mock.vaults
  if (vault === undefined) throw new InternalError('WORLD_VAULT_MISSING', 'There is no vault.', 'Report it.')
  return vault
}

/** A redirect may name a host by its variable; so may a body and a header. */
function fillAction(action: FaultAction, { variables, clock }: ClientCloud): FaultAction {
  const fill = (text: string): string => fillTemplate(text, { ...variables }, (name) => httpDate(name, clock.now()))
  if (action.do === 'redirect') return { ...action, to: fill(action.to) }
  if (action.do !== 'status') return action
  const headers = Object.entries(action.headers ?? {}).map(([name, value]) => [name, fill(value)] as const)
  return {
    ...action,
    headers: Object.fromEntries(headers),
    ...(action.body === undefined ? {} : { body: fill(action.body) }),
  }
}

/** `httpDate+20`: a date as HTTP writes it (RFC 9110 §5.6.7). */
function httpDate(name: string, now: number): string {
  const seconds = /^httpDate\+(\d+)$/.exec(name)?.[1]
  return seconds === undefined ? `\${${name}}` : new Date(now + Number(seconds) * 1000).toUTCString()
}

async function changeRegistration(
  step: Extract<PlatformStep, { do: 'registration' }>,
  { registration, variables, certificates, clock }: ClientCloud,
): Promise<void> {
  const secrets: Readonly<Record<NonNullable<typeof step.secret>, Registration['secrets']>> = {
    right: [variables.clientSecret],
    expired: [{ value: variables.clientSecret, expiresAt: clock.now() - 1000 }],
    other: ['mock-secret-that-nobody-knows'],
    none: [],
  }
  if (step.secret !== undefined) replace(registration.secrets, secrets[step.secret])
  if (step.certificate !== undefined) {
    const chosen = step.certificate === 'right' ? certificates.own : await certificates.other()
    replace(registration.certificates, step.certificate === 'none' ? [] : [chosen.certificatePem])
  }
  if (step.federated !== undefined) {
    const fill = (text: string): string => fillTemplate(text, variables)
    replace(
      registration.federatedCredentials,
      step.federated.map(({ issuer = '${issuer}', subject = '${identityPrincipalId}', audience }) => ({
        issuer: fill(issuer),
        subject: fill(subject),
        ...(audience === undefined ? {} : { audience }),
      })),
    )
  }
}

function replace<T>(list: T[], by: readonly T[]): void {
  list.splice(0, list.length, ...by)
}

function changeVaultSecret(step: Extract<PlatformStep, { do: 'vault-secret' }>, cloud: ClientCloud): void {
  const vault = vaultOf(cloud)
  const settings = Object.keys(cloud.vaultSettings)
  const chosen =
    step.setting === 'each'
      ? settings
      : step.setting === 'first'
        ? settings.slice(0, 1)
        : step.setting === 'second'
          ? settings.slice(1, 2)
          : [step.setting]
  for (const setting of chosen) {
    const name = cloud.vaultSettings[setting]
    if (name === undefined) continue
    if (step.value === null) {
      vault.deleteSecret(name)
      continue
    }
    const current = vault.listSecrets().find((secret) => secret.name === name)?.value ?? ''
    vault.setSecret({
      name,
      value: step.value === undefined ? current : fillTemplate(step.value, { ...cloud.variables }),
      ...(step.enabled === undefined ? {} : { enabled: step.enabled }),
      ...(step.expiresIn === undefined ? {} : { expires: Math.floor(cloud.clock.now() / 1000) + step.expiresIn }),
    })
  }
}
