import type { ApiClient } from './api-client.ts'
import type { EntraClient } from './entra/client.ts'
import type { VerifyIdToken } from './entra/id-token.ts'
import type { ReadResponse } from './http/authorization-response.ts'
import type { Cookies } from './http/cookies.ts'
import type { Pages } from './pages/pages.ts'
import type { Sessions } from './sessions.ts'
import type { Settings } from './settings.ts'
import type { SignIns } from './sign-ins.ts'

/** What the app is made of. Each part can be replaced by another that does the same. */
export interface Parts {
  readonly settings: Settings
  readonly entra: EntraClient
  readonly verifyIdToken: VerifyIdToken
  readonly sessions: Sessions
  readonly signIns: SignIns
  readonly cookies: Cookies
  readonly api: ApiClient
  readonly readResponse: ReadResponse
  /** Where to go after a sign-in, whatever was asked for. */
  readonly returnPath: (asked: string | undefined) => string
  readonly pages: Pages
  /** One line, without secrets. */
  readonly log: (line: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}
