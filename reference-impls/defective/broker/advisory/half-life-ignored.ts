import { start } from '../../../node/token-broker/server.ts'
import { createTokenCache } from '../../../node/token-cache/token-cache.ts'

export const defect = {
  title: 'A token of a day is kept until shortly before its end',
  description: 'What the source says about renewal is dropped.',
  foundBy: ['token-broker.cache.half-life'],
}

start(process.env, {
  cache: (acquire) =>
    createTokenCache(async (scope) => {
      const { token, expiresOnTimestamp } = await acquire(scope)
      return { token, expiresOnTimestamp }
    }),
})
