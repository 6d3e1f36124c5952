import { InternalError } from '../errors.ts'
import type { SigningKey } from '../keys.ts'
import type { TenantKeys } from './contract.ts'

type Keys = readonly [SigningKey, ...SigningKey[]]

/** One tenant's signing keys. The first of `initial` signs; all are published. */
export function createTenantKeys(initial: Keys | Promise<Keys>): TenantKeys {
  let published: readonly SigningKey[] = []
  let signing: SigningKey | undefined
  let pending: Promise<void> | undefined
  let made: Keys | undefined

  const publish = (key: SigningKey): void => {
    if (!published.some(({ kid }) => kid === key.kid)) published = [...published, key]
  }
  const begin = (keys: Keys): void => {
    made = keys
    // A key that was rolled over to meanwhile goes on signing.
    signing ??= keys[0]
    for (const key of keys) publish(key)
  }
  const beginLater = async (keys: Promise<Keys>): Promise<void> => {
    begin(await keys)
    pending = undefined
  }
  if (initial instanceof Promise) {
    pending = beginLater(initial)
    // Whoever waits for the keys sees why there are none.
    pending.catch(() => {})
  } else {
    begin(initial)
  }

  return {
    get published() {
      return published
    },
    get signing() {
      if (signing !== undefined) return signing
      throw new InternalError('KEY_PENDING', 'The tenant has no signing key yet.', 'Wait until `pending` settles.')
    },
    get pending() {
      return pending
    },
    publish,
    rollover(key) {
      publish(key)
      signing = key
    },
    retire(kid) {
      if (kid === signing?.kid) {
        const fix = 'Roll over to another key first.'
        throw new InternalError('KEY_SIGNS', `The key ${kid} still signs and cannot be retired.`, fix)
      }
      if (!published.some((key) => key.kid === kid)) {
        const fix = 'Retire a key of the key set, by its kid.'
        throw new InternalError('KEY_UNKNOWN', `The key ${kid} is not published.`, fix)
      }
      published = published.filter((key) => key.kid !== kid)
    },
    save() {
      const [saved, isComplete] = [{ published, signing }, pending === undefined]
      return () => {
        ;({ published, signing } = saved)
        // Made since: they were on their way when this was saved.
        if (!isComplete && made !== undefined) begin(made)
      }
    },
  }
}
