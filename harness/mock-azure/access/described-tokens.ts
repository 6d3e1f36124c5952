import { z } from 'zod'

/** What the ledger shows of a token: everything but the signature. */
export interface DescribedToken {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

const described = /\[token header=(\{.*?\}) claims=(\{.*?\}) sha256=[\da-f]{12}\]/gs
const json = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.unknown()))

/**
 * The tokens in a header, URL or form body of a ledger entry, in order, so that a test can say which token went where:
 * `describedTokens(entry.requestHeaders['authorization'])[0]?.claims['aud']`.
 */
export function describedTokens(text: string | undefined): readonly DescribedToken[] {
  return [...(text ?? '').matchAll(described)].map(([, header, claims]) => ({
    header: json.parse(header),
    claims: json.parse(claims),
  }))
}
