import { decodeJwt } from 'jose'

import { testCloud } from '../../testing/cloud.ts'
import type { ManagedIdentity } from '../contract.ts'
import { localTokenServices, type LocalTokenService } from '../hosts.ts'

export const identityHeader = 'header-of-the-workload'
/** Seconds since the epoch on the cloud's clock. */
export const now = Math.floor(Date.UTC(2026, 2, 4, 5, 6, 7) / 1000)

/** A cloud whose Arc agent keeps its key files in `files`. */
export function cloud(...identities: ManagedIdentity[]) {
  const files = new Map<string, string>()
  const saveKey = async (path: string, key: string): Promise<void> => void files.set(path, key)
  const mock = testCloud({ workload: { identities, identityHeader, arc: { saveKey } } })
  return { mock, files }
}

/** The address of a request to a source. */
export function url(source: LocalTokenService, parameters: Record<string, string>): string {
  return `${localTokenServices[source]}?${new URLSearchParams(parameters).toString()}`
}

/** Whose token an answer holds. */
export function subject(answer: Record<string, unknown>): unknown {
  return decodeJwt(String(answer['access_token']))['oid']
}
