import { hash, timingSafeEqual } from 'node:crypto'

/** Whether a request's `Authorization` header holds the secret, in a time that tells nothing about it. */
export function isSecret(authorization: string | undefined, secret: string): boolean {
  const given = /^bearer (.*)$/is.exec(authorization ?? '')?.[1] ?? ''
  // Hashes are of one length, which the comparison needs and which hides how long the secret is.
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', secret, 'buffer'))
}
