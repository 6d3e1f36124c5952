import type { Account } from './contract.ts'
import type { EntraCloud } from './request.ts'
import type { SignIn } from './state.ts'

/** A user just proved who they are, and whatever else was asked of them. */
export function newSignIn({ random, clock }: EntraCloud, { user }: Account, satisfied: readonly string[]): SignIn {
  return { userId: user.objectId, sid: random.uuid(), at: clock.now(), satisfied }
}
