import type { Chat } from './azure-openai.ts'
import { oneLine, ServiceFailure } from './failure.ts'
import type { FailureKind } from './failure.ts'
import type { RunCode } from './session-pool.ts'

/** How the last call of a service went. */
export type Condition = 'not tried' | 'ok' | FailureKind

export interface Health {
  chat: Condition
  code: Condition
}

interface Services {
  readonly chat: Chat
  readonly runCode: RunCode
}

/** The same services, with a log line for each failure and a note of how the last call went. */
export function watched({ chat, runCode }: Services, log: (message: string) => void): Services & { health: Health } {
  const health: Health = { chat: 'not tried', code: 'not tried' }

  async function watch<T>(what: keyof Health, call: Promise<T>): Promise<T> {
    try {
      const answer = await call
      health[what] = 'ok'
      return answer
    } catch (error) {
      if (error instanceof ServiceFailure) {
        health[what] = error.kind
        log(`${what} failed: ${error.kind}: ${oneLine(error)}`)
      }
      throw error
    }
  }

  return {
    health,
    chat: (message) => watch('chat', chat(message)),
    runCode: (code, sessionId) => watch('code', runCode(code, sessionId)),
  }
}
