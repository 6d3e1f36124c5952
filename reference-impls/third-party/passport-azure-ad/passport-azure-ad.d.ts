/** The part of the library that is used here; it ships no types. */
declare module 'passport-azure-ad' {
  import type { Strategy } from 'passport'

  export interface BearerOptions {
    readonly identityMetadata: string
    readonly clientID: string
    readonly validateIssuer?: boolean
    readonly loggingLevel?: 'info' | 'warn' | 'error'
  }

  type Done = (error: Error | null, user?: object, info?: object) => void

  export const BearerStrategy: new (options: BearerOptions, verify: (token: object, done: Done) => void) => Strategy
}
