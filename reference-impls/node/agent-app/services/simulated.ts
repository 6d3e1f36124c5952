import type { Chat } from './azure-openai.ts'
import type { RunCode } from './session-pool.ts'

/** Demo mode: it says what would have been asked. */
export const simulatedChat: Chat = (message) =>
  Promise.resolve(`This is a simulated answer; no model was asked. You wrote: ${message}`)

export const simulatedRunCode: RunCode = (code) =>
  Promise.resolve({
    status: 'Simulated',
    stdout: `Nothing was executed. The code has ${code.split('\n').length} line(s).`,
    stderr: '',
    result: '',
  })
