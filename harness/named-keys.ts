import { keyNames } from '../fixtures/cloud.ts'
import { InternalError } from './errors.ts'
import type { KeySource, SigningKey } from './keys.ts'
import type { MockAzure } from './mock-azure/contract.ts'
import type { KeyRef } from './tokens/recipe.ts'

/** The signing keys of a world by the names that recipes and seeds go by. */
export type NamedKeys = Readonly<Record<keyof typeof keyNames, SigningKey>>

export async function namedKeys(keys: KeySource): Promise<NamedKeys> {
  const [first, second, next, secondTenant, other, consumers, outsider] = await Promise.all([
    keys.key(keyNames.first),
    keys.key(keyNames.second),
    keys.key(keyNames.next),
    keys.key(keyNames.secondTenant),
    keys.key(keyNames.other),
    keys.key(keyNames.consumers),
    keys.key(keyNames.outsider),
  ])
  return { first, second, next, secondTenant, other, consumers, outsider }
}

/** The key a recipe names, as things stand when it is asked for: after a rollover, `tenant` is the new one. */
export function keyLookup(
  { directory }: Pick<MockAzure, 'directory'>,
  homeTenantId: string,
  named: NamedKeys,
): (ref: KeyRef) => SigningKey {
  return (ref) => {
    const home = directory.tenant(homeTenantId)?.keys
    if (home === undefined) throw new InternalError('WORLD_TENANT_MISSING', 'The home tenant is gone.', 'Report it.')
    switch (ref) {
      case 'tenant':
        return home.signing
      case 'tenant-second':
        return home.signing === named.first ? named.second : named.first
      case 'tenant-next':
        return named.next
      case 'listed-tenant':
        return named.secondTenant
      case 'other-tenant':
        return named.other
      case 'consumers':
        return named.consumers
      case 'outsider':
        return named.outsider
    }
  }
}
