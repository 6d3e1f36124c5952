import { nowSeconds } from '../base/claims.ts'
import type { Claims } from '../base/contract.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The time is read once',
  description:
    '`const options = { currentDate: new Date() }` beside the other settings: tokens are held against the hour of the start.',
  foundBy: ['api.time.later.next-day', 'api.time.later.expired'],
} satisfies Defect

const times = new Set(['exp', 'nbf', 'iat'])

export default defectiveApi(() => {
  const started = nowSeconds()
  /** The claims as they look to a clock that stands. */
  const then = (claims: Claims): Claims => {
    const passed = nowSeconds() - started
    const entries = Object.entries(claims).map(([name, value]) => {
      return [name, times.has(name) && typeof value === 'number' ? value + passed : value] as const
    })
    return Object.fromEntries<unknown>(entries)
  }
  return {
    checkExpiry: (claims, context) => defaults.checkExpiry(then(claims), context),
    checkLifetime: (claims) => defaults.checkLifetime(then(claims)),
    checkNotBefore: (claims, context) => defaults.checkNotBefore(then(claims), context),
    checkIssuedAt: (claims, context) => defaults.checkIssuedAt(then(claims), context),
  }
})
