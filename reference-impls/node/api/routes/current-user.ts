import type { Caller } from '../auth/caller.ts'
import type { User, Users } from '../data/users.ts'

/** The caller's record, keyed by tenant and object ID alone and made when it is missing. */
export function currentUser(users: Users, caller: Caller, now: () => number): User {
  const displayName = caller.kind === 'delegated' ? caller.displayName : undefined
  return users.findOrCreate(caller, displayName, new Date(now()).toISOString())
}
