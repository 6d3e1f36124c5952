/**
 * The part of the Reflect metadata API that tsyringe (inside `@peculiar/x509`) looks for when it is loaded: metadata
 * kept per class, with no property keys. Imported for its effect, before `@peculiar/x509`; leaves a complete polyfill
 * that is already there alone.
 */

const metadata = new WeakMap<object, Map<unknown, unknown>>()

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const own = metadata.get(target) ?? new Map<unknown, unknown>()
  metadata.set(target, own.set(key, value))
}

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key)
}

function getMetadata(key: unknown, target: object): unknown {
  for (let holder: object | null = target; holder !== null; holder = Reflect.getPrototypeOf(holder)) {
    if (metadata.get(holder)?.has(key)) return getOwnMetadata(key, holder)
  }
  return undefined
}

/** What TypeScript's emitted `design:*` decorators call. */
function decorateWith(key: unknown, value: unknown): (target: object) => void {
  return (target) => defineMetadata(key, value, target)
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, { defineMetadata, getOwnMetadata, getMetadata, metadata: decorateWith })
}
