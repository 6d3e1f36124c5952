import { z } from 'zod'
import { isAccepted } from '../execute/exchange.ts'
import type { Probe } from './contract.ts'
import { betweenControls } from './probe-run.ts'
import { RawConnection } from './raw-connection.ts'

const parametersSchema = z.strictObject({ connections: z.int().positive() })

/** How many good users must be served meanwhile. */
const goodRequests = 10

/** Connections that begin a request and never finish it. */
export const slowHeaders: Probe = (item, world, bench) => {
  const { connections } = parametersSchema.parse(item.with)
  return betweenControls(world, bench, async (run) => {
    using stack = new DisposableStack()
    const beginning = `GET ${world.table.routes[0]?.path ?? '/'} HTTP/1.1\r\nHost: ${new URL(world.target.baseUrl).host}\r\nAuthorization: Bearer `
    const slow = Array.from({ length: connections }, () => stack.use(new RawConnection(world.target.baseUrl)))
    await Promise.all(slow.map((connection) => connection.write(beginning)))
    for (let number = 1; number <= goodRequests; number += 1) {
      const { request, answer } = await run.control(`good request ${number}`, true)
      const expected = `good users are served while ${connections} connections never finish their headers`
      if (!isAccepted(answer)) return run.object('broke-target', expected, request, answer)
    }
  })
}
