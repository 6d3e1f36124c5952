import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { InternalError } from '../../errors.ts'
import type { RunningTarget } from '../../targets/contract.ts'
import type { launchTarget } from '../../targets/launch.ts'
import { sendInProcess } from '../../targets/in-process-client.ts'
import { startModuleTarget } from '../../targets/module-target.ts'
import { within } from './cloud-fetch.ts'
import { withTime } from './own-time.ts'
import { type Switch, switches } from './switchboard.ts'

const file = fileURLToPath(new URL('switchboard.ts', import.meta.url))

/**
 * Gives a launcher that starts the switchboard as a target that is called in this process, which takes a quarter of the
 * time of a socket. A request that a Fetch `Request` cannot hold goes to the same instance over a socket.
 */
export const stageFor =
  (owner: Switch): typeof launchTarget =>
  async ({ mock, env }) => {
    const settings = env(0)
    switches.set(settings, owner)
    const time = { seconds: 0 }
    const run = <T>(action: () => T): T => within(mock, () => withTime(time, action))
    const handle = (request: Request): Promise<Response> => run(() => owner.instance(settings).fetch(request))
    await using stack = new AsyncDisposableStack()
    const socket = stack.use(await startModuleTarget({ file, env: settings, listen: true, run }))
    const target: RunningTarget = {
      ...socket,
      async send(request, sendOptions) {
        // A call in process may never leave the microtask queue; sockets and timers of other cases must have their turn.
        await nextTurn()
        if (request.transport === 'raw') return socket.send(request, sendOptions)
        try {
          return await sendInProcess(handle, request, sendOptions)
        } catch (error) {
          if (error instanceof InternalError && error.code === 'REQUEST_NEEDS_SOCKET') {
            return socket.send(request, sendOptions)
          }
          throw error
        }
      },
    }
    const running = stack.move()
    const setClock = async (seconds: number): Promise<void> => {
      time.seconds = seconds
    }
    return { target, port: 0, setClock, [Symbol.asyncDispose]: () => running.disposeAsync() }
  }
