import type { Endpoint, FaultAction, FaultRule, Faults } from './contract.ts'

/** The fault script as mock Azure itself sees it. */
export interface FaultScript extends Faults {
  /** Counts one request against every rule that matches it, and says what the newest one in force does to it. */
  take(endpoint: Endpoint, tenantId: string | undefined): FaultAction | undefined
}

interface Entry {
  readonly rule: FaultRule
  calls: number
}

/** An empty fault script. A rule with a `tenantId` meets only requests that name that tenant in their path. */
export function createFaults(): FaultScript {
  let entries: Entry[] = []
  return {
    add(rule) {
      const entry: Entry = { rule, calls: 0 }
      entries = [entry, ...entries]
      return () => {
        entries = entries.filter((other) => other !== entry)
      }
    },
    clear() {
      entries = []
    },
    get rules() {
      return entries.map(({ rule }) => rule)
    },
    save() {
      const saved = entries.map((entry) => ({ entry, calls: entry.calls }))
      return () => {
        entries = saved.map(({ entry, calls }) => {
          entry.calls = calls
          return entry
        })
      }
    },
    take(endpoint, tenantId) {
      const matching = entries.filter(({ rule }) => matches(rule, endpoint, tenantId))
      for (const entry of matching) entry.calls += 1
      return matching.find(isInForce)?.rule.action
    },
  }
}

function matches(rule: FaultRule, endpoint: Endpoint, tenantId: string | undefined): boolean {
  return rule.endpoint === endpoint && (rule.tenantId === undefined || rule.tenantId === tenantId)
}

function isInForce({ rule, calls }: Entry): boolean {
  return rule.calls === undefined || (calls >= rule.calls.from && calls <= rule.calls.to)
}
