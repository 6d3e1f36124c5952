import { base64url } from 'jose'

import type { RandomSource } from '../../clock.ts'
import { ConfigError } from '../../errors.ts'
import type { ManagedIdentity, Workload, WorkloadSeed } from './contract.ts'

const defaultLifetimeSeconds = 86_399

/** @throws {ConfigError} `MOCK_IDENTITY` when the identities cannot belong to one workload */
export function createWorkload(seed: WorkloadSeed, random: RandomSource): Workload {
  let identities: readonly ManagedIdentity[] = []
  const workload: Workload = {
    get identities() {
      return identities
    },
    identityHeader: seed.identityHeader ?? base64url.encode(random.bytes(24)),
    tokenLifetimeSeconds: seed.tokenLifetimeSeconds ?? defaultLifetimeSeconds,
    assign(identity) {
      refuseIfImpossible(identity, identities)
      identities = [...identities, identity]
    },
    unassign(clientId) {
      identities = identities.filter((identity) => !same(identity.clientId, clientId))
    },
    save() {
      const saved = { identities, tokenLifetimeSeconds: workload.tokenLifetimeSeconds }
      return () => {
        identities = saved.identities
        workload.tokenLifetimeSeconds = saved.tokenLifetimeSeconds
      }
    },
  }
  for (const identity of seed.identities) workload.assign(identity)
  return workload
}

function refuseIfImpossible(identity: ManagedIdentity, others: readonly ManagedIdentity[]): void {
  const system = others.find(({ kind }) => kind === 'system-assigned')
  if (identity.kind === 'system-assigned' && system !== undefined) {
    throw impossible(
      `The workload has the system-assigned identity ${system.name} already.`,
      'Make the other user-assigned.',
    )
  }
  if (others.some(({ tenantId }) => !same(tenantId, identity.tenantId))) {
    throw impossible(
      `The identity ${identity.name} is in another tenant than the workload's others.`,
      'Put all into one tenant.',
    )
  }
  if (others.some(({ clientId }) => same(clientId, identity.clientId))) {
    throw impossible(
      `The workload has an identity ${identity.clientId} already.`,
      'Give each identity a client ID of its own.',
    )
  }
}

function impossible(message: string, fix: string): ConfigError {
  return new ConfigError('MOCK_IDENTITY', message, fix)
}

/** How a request names an identity; at most one of these. */
export interface IdentitySelector {
  readonly by: 'clientId' | 'principalId' | 'resourceId'
  readonly value: string
}

export type IdentityChoice =
  | { readonly found: ManagedIdentity }
  /** `ambiguous`: the request names none and there are several. */
  | { readonly found: undefined; readonly why: 'unknown' | 'none' | 'ambiguous' }

/**
 * The identity that a request means. Without a selector it is the system-assigned one or else, where `onlyOne` says
 * so, the only one there is.
 */
export function chooseIdentity(
  { identities }: Workload,
  selector: IdentitySelector | undefined,
  { onlyOne }: { readonly onlyOne: boolean },
): IdentityChoice {
  if (selector !== undefined) {
    const found = identities.find((identity) => same(identity[selector.by], selector.value))
    return found === undefined ? { found, why: 'unknown' } : { found }
  }
  const [first, ...more] = identities
  const system = identities.find(({ kind }) => kind === 'system-assigned')
  if (system !== undefined) return { found: system }
  if (first === undefined || !onlyOne) return { found: undefined, why: 'none' }
  return more.length === 0 ? { found: first } : { found: undefined, why: 'ambiguous' }
}

/** GUIDs and ARM IDs are compared without regard to case. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
