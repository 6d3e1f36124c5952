import { setTimeout as sleep } from 'node:timers/promises'

import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'A model that is throttled is asked again after a moment',
  description: 'Three attempts with a tenth of a second between them, whatever Retry-After says.',
  foundBy: ['caches.tokens.retry-after.model-seconds', 'caches.tokens.retry-after.model-date'],
}

const attempts = 3
const pauseMs = 100

start(process.env, {
  async fetch(input, init) {
    let answer = await fetch(input, init)
    for (let n = 1; n < attempts && answer.status === 429; n += 1) {
      await sleep(pauseMs)
      answer = await fetch(input, init)
    }
    return answer
  },
})
