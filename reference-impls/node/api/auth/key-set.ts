import type { CryptoKey } from 'jose'
import { importJWK } from 'jose/key/import'
import { z } from 'zod'

/** A key that may verify RS256 signatures. */
export interface VerificationKey {
  readonly kid: string
  readonly key: CryptoKey
  /**
   * The issuer Entra binds the key to; `{tenantid}` in it stands for the token's tenant. v1 key sets have none.
   * https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signing-key-issuer
   */
  readonly issuer: string | undefined
}

/** A real key set is about 10 KB. */
const maxBytes = 256 * 1024

const keySetSchema = z.object({ keys: z.array(z.unknown()).max(100) })

/** Entra writes neither `alg` nor `key_ops`, and `use` is always `sig`; a key that says otherwise is not for us. */
const signingKeySchema = z.object({
  kty: z.literal('RSA'),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  key_ops: z.tuple([z.literal('verify')]).optional(),
  kid: z.string().min(1).max(256),
  /** 342 base64url characters hold 2048 bits, the least RS256 allows (RFC 7518 section 3.3). */
  n: z.string().min(342),
  e: z.string().min(1),
  issuer: z.string().min(1).optional(),
})

/**
 * Fetches a key set. Redirects are not followed: keys come from the configured address or not at all.
 * @param timeoutMs for the whole exchange, body included.
 * @throws when there is no answer, or it is not a key set with at least one usable key.
 */
export async function fetchKeySet(
  url: string,
  options: { readonly fetch: typeof fetch; readonly timeoutMs: number },
): Promise<readonly VerificationKey[]> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  const response = await options.fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`the key set endpoint answered ${response.status}`)
  }
  const { keys } = keySetSchema.parse(JSON.parse(await limitedText(response)))
  const usable = (await Promise.all(keys.map(importSigningKey))).filter((key) => key !== undefined)
  if (usable.length === 0) throw new Error('the key set holds no usable key')
  return usable
}

async function limitedText(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  const body: AsyncIterable<Uint8Array> | null = response.body
  // Leaving the loop by an error cancels the body.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new Error('the key set is too large')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** One odd key must not make the others unusable: it is left out. */
async function importSigningKey(member: unknown): Promise<VerificationKey | undefined> {
  const jwk = signingKeySchema.safeParse(member)
  if (!jwk.success) return undefined
  const { kid, n, e, issuer } = jwk.data
  try {
    const key = await importJWK({ kty: 'RSA', n, e }, 'RS256')
    return key instanceof Uint8Array ? undefined : { kid, key, issuer }
  } catch {
    return undefined
  }
}
