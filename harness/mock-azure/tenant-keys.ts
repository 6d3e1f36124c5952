import { InternalError } from '../errors.ts'
import type { SigningKey } from '../keys.ts'
import type { TenantKeys } from './contract.ts'

/** One tenant's signing keys. The first of `initial` signs; all are published. */
export function createTenantKeys(initial: readonly [SigningKey, ...SigningKey[]]): TenantKeys {
  let published: readonly SigningKey[] = []
  let signing = initial[0]

  const publish = (key: SigningKey): void => {
    if (!published.some(({ kid }) => kid === key.kid)) published = [...published, key]
  }
  for (const key of initial) publish(key)

  return {
    get published() {
      return published
    },
    get signing() {
      return signing
    },
    publish,
    rollover(key) {
      publish(key)
      signing = key
    },
    retire(kid) {
      if (kid === signing.kid) {
        const fix = 'Roll over to another key first.'
        throw new InternalError('KEY_SIGNS', `The key ${kid} still signs and cannot be retired.`, fix)
      }
      if (!published.some((key) => key.kid === kid)) {
        const fix = 'Retire a key of the key set, by its kid.'
        throw new InternalError('KEY_UNKNOWN', `The key ${kid} is not published.`, fix)
      }
      published = published.filter((key) => key.kid !== kid)
    },
  }
}
