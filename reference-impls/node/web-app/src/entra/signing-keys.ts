import { createLocalJWKSet, errors } from 'jose'
import type { JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

import { entraUnavailable } from '../problems.ts'

const keySetSchema = z.object({ keys: z.array(z.unknown()) })

const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  /** Whose tokens the key signs; `{tenantid}` stands for any tenant. */
  issuer: z.string().optional(),
})

export interface SigningKeyOptions {
  readonly tenantId: string
  readonly issuer: string
  readonly timeoutMs: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const hour = 3_600_000
// Source of the three: https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
/** Keys are fetched anew after an hour … */
const refreshAfterMs = hour
/** … used for a day at most … */
const uselessAfterMs = 24 * hour
/** … and asked for again at most this often when an unknown one turns up. */
const unknownKeyPauseMs = 300_000

/** The tenant's signing keys, as jose asks for them. */
export function signingKeys({ tenantId, issuer, timeoutMs, now }: SigningKeyOptions): JWTVerifyGetKey {
  const url = `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`
  let cached: { readonly find: JWTVerifyGetKey; readonly at: number } | undefined
  let askedForUnknown = -Infinity

  async function fetchKeys(): Promise<void> {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    const { keys } = keySetSchema.parse(await answer.json())
    const readable = keys.flatMap((key) => keySchema.safeParse(key).data ?? [])
    // Keys of other issuers, such as those of personal accounts, may stand in the same set.
    const ours = readable.filter((key) => (key.issuer ?? issuer).replace('{tenantid}', tenantId) === issuer)
    if (ours.length === 0) throw new Error('no key of ours')
    cached = { find: createLocalJWKSet({ keys: ours }), at: now() }
  }

  /** Leaves the last good keys where they are when there are no new ones. */
  async function refresh(): Promise<void> {
    try {
      await fetchKeys()
    } catch {
      if (age() >= uselessAfterMs) throw entraUnavailable('its signing keys cannot be had')
    }
  }

  const age = (): number => (cached === undefined ? Infinity : Math.abs(now() - cached.at))

  return async (header, token) => {
    if (age() >= refreshAfterMs) await refresh()
    const find = cached?.find
    if (find === undefined) throw entraUnavailable('its signing keys cannot be had')
    try {
      return await find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || now() - askedForUnknown < unknownKeyPauseMs) throw error
      askedForUnknown = now()
      await refresh()
      return (cached?.find ?? find)(header, token)
    }
  }
}
