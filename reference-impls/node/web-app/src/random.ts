import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 bits that nobody can guess, base64url. */
export const secretText = (): string => randomBytes(32).toString('base64url')

/** SHA-256, base64url. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Takes the same time wherever the texts differ. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(digest(one)), Buffer.from(digest(other)))
}
