import { ConfigError } from '../errors.ts'
import type { KeySource } from '../keys.ts'
import type { MockAzure } from '../mock-azure/contract.ts'
import type { Vault } from '../mock-azure/key-vault/contract.ts'
import type { ClockView, Control } from './contract.ts'
import { directoryControl, namedTenants } from './directory-control.ts'
import type { MovableClock } from './movable-clock.ts'
import { same, unknown } from './names.ts'

export interface ControlOptions {
  readonly mock: MockAzure
  /** Where new signing keys come from. */
  readonly keys: KeySource
  /** The one that the cloud runs on. */
  readonly clock: MovableClock
}

/** The control of one cloud. Nothing is shared between two of them. */
export function createControl(options: ControlOptions): Control {
  const { mock } = options
  const { workload, roleAssignments } = mock
  const { tenant, inTenant } = namedTenants(mock)
  return {
    ...directoryControl({ ...options, tenant, inTenant }),
    get signIn() {
      return mock.entra.signIn
    },
    set signIn(mode) {
      mock.entra.signIn = mode
    },
    identities: {
      list: () => workload.identities,
      assign: (identity) => workload.assign(inTenant(identity)),
      unassign(clientId) {
        const known = workload.identities.some((identity) => same(identity.clientId, clientId))
        if (!known) unknown('managed identity', clientId)
        workload.unassign(clientId)
      },
      get tokenLifetimeSeconds() {
        return workload.tokenLifetimeSeconds
      },
      set tokenLifetimeSeconds(seconds) {
        workload.tokenLifetimeSeconds = seconds
      },
    },
    roleAssignments: {
      list: () => roleAssignments.all,
      add: (assignment) => roleAssignments.assign(assignment),
      remove: (assignment) => roleAssignments.remove(assignment),
    },
    vaults: vaultControl(mock),
    faults: faultControl(mock),
    clock: clockControl(options),
    ledger: mock.ledger,
    snapshots: snapshotControl(options),
  }
}

function vaultControl(mock: MockAzure): Control['vaults'] {
  const find = (name: string): Vault => mock.vault(name) ?? unknown('vault', name)
  return {
    list: () => mock.vaults.map(({ name, url }) => ({ name, url })),
    change(name, { refusal, accessPolicies }) {
      const vault = find(name)
      if (refusal !== undefined) vault.refusal = refusal ?? undefined
      if (accessPolicies !== undefined) vault.accessPolicies = accessPolicies
    },
    secrets: (vault) => find(vault).listSecrets(),
    setSecret: (vault, secret) => find(vault).setSecret(secret),
    deleteSecret(vault, name) {
      const known = find(vault).listSecrets()
      if (!known.some((secret) => same(secret.name, name))) unknown('secret', name)
      find(vault).deleteSecret(name)
    },
  }
}

function faultControl({ faults }: MockAzure): Control['faults'] {
  const added = new Map<string, { readonly rule: (typeof faults.rules)[number]; readonly remove: () => void }>()
  let last = 0
  return {
    // A snapshot that was gone back to may have taken some with it, or brought some back.
    list: () =>
      [...added].filter(([, { rule }]) => faults.rules.includes(rule)).map(([id, { rule }]) => ({ id, ...rule })),
    add(rule) {
      last += 1
      const id = String(last)
      // A copy: the same rule may be added twice.
      const own = { ...rule }
      added.set(id, { rule: own, remove: faults.add(own) })
      return id
    },
    remove(id) {
      const { remove } = added.get(id) ?? unknown('fault', id)
      remove()
    },
    clear: () => faults.clear(),
  }
}

const endOf9999 = Date.UTC(10_000, 0) - 1

function clockControl({ clock }: ControlOptions): Control['clock'] {
  const read = (): ClockView => ({ now: clock.now(), offsetMs: clock.offsetMs })
  return {
    read,
    move(ms) {
      const then = clock.now() + ms
      // `!` so that no number at all is refused too.
      if (!(then >= 0 && then <= endOf9999)) {
        const message = `The clock cannot be moved by ${ms} ms: it stays between the years 1970 and 9999.`
        throw new ConfigError('CONTROL_CLOCK', message, 'Move it less.')
      }
      clock.offsetMs += ms
      return read()
    },
    reset() {
      clock.offsetMs = 0
      return read()
    },
  }
}

function snapshotControl({ mock, clock }: ControlOptions): Control['snapshots'] {
  const taken = new Map<string, () => void>()
  let last = 0
  return {
    list: () => [...taken.keys()],
    take() {
      const [restore, { offsetMs }] = [mock.save(), clock]
      last += 1
      taken.set(String(last), () => {
        restore()
        clock.offsetMs = offsetMs
      })
      return String(last)
    },
    restore(id) {
      const restore = taken.get(id) ?? unknown('snapshot', id)
      restore()
    },
    drop(id) {
      if (!taken.delete(id)) unknown('snapshot', id)
    },
  }
}
