import type { AccessToken } from '@azure/identity'

import { UpstreamFailure } from '../upstream.ts'

/**
 * The token, if it comes in time. An acquisition that takes longer goes on for the callers that come later.
 * @throws {UpstreamFailure}
 */
export async function withinTime(token: Promise<AccessToken>, timeoutMs: number): Promise<AccessToken> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new UpstreamFailure('unavailable', new Error('it takes too long'))), timeoutMs)
  })
  try {
    return await Promise.race([token, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
