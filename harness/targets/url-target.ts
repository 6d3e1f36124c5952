import type { RunningTarget } from './contract.ts'
import { createWireClient } from './wire-client.ts'

/**
 * A target that somebody else has started and ends.
 * @param baseUrl scheme, host and port; a path in it is left out
 */
export function openUrlTarget(baseUrl: string): RunningTarget {
  const { origin } = new URL(baseUrl)
  const client = createWireClient(origin)
  return {
    kind: 'url',
    baseUrl: origin,
    acceptsRaw: true,
    send: (request, options) => client.send(request, options),
    output: () => '',
    ended: () => undefined,
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}
