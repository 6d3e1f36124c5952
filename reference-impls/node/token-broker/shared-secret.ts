import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether an `Authorization` header shows the secret that callers share with the broker. */
export type SecretCheck = (authorization: string | undefined) => boolean

/** `Authorization: Bearer {secret}`. Digests are compared, in a time that says nothing about either. */
export function secretCheck(secret: string): SecretCheck {
  const expected = digest(secret)
  return (authorization) => {
    const shown = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1]
    return shown !== undefined && timingSafeEqual(digest(shown), expected)
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
