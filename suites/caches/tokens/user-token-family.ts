import type { ClientCase } from '../../../harness/client-case.ts'

/** What cases about the access tokens of users have in common. */
export const user = {
  kind: 'client',
  system: 'web-app',
  level: 'MUST',
  severity: 'medium',
  maker: 'another-client',
  needs: ['page.callApi'],
  gains: 'Nothing; but every page waits for the sign-in service and fails when it is slow or throttles the app.',
} satisfies Partial<ClientCase>

/** Time is moved, or Entra ID fails, which SDKs remember for a minute. */
export const own = { ...user, isolation: 'fresh' } satisfies Partial<ClientCase>

/** Time is moved, and the user is still signed in. */
export const signedInStill = { ...own, needs: [...own.needs, 'hour-long-session'] } satisfies Partial<ClientCase>
