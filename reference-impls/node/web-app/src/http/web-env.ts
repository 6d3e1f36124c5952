import type { Session } from '../sessions.ts'

/** What handlers find in `c.var`. */
export interface WebEnv {
  Variables: {
    /** Goes to Entra ID and the API, stands in the log and on error pages. */
    correlationId: string
    session: Session | undefined
  }
}
