import { createServer } from 'node:http'
import type { Server } from 'node:net'

import { getRequestListener } from '@hono/node-server'

import { closeServer, listen, SocketSet } from '../mounts/sockets.ts'
import type { RunningTarget } from './contract.ts'
import { moduleOrigin, sendInProcess } from './in-process-client.ts'
import { createApi, loadModule } from './load-module.ts'
import { createWireClient } from './wire-client.ts'

export interface ModuleTargetOptions {
  /** An absolute path. */
  readonly file: string
  /** Given to the module's default export; this process's own environment is left alone. */
  readonly env: Readonly<Record<string, string>>
  /** Serves it on a loopback socket, so that it can take requests which a Fetch `Request` cannot hold. */
  readonly listen: boolean
  /** Runs everything of the module, for example within an MSW mount. Default: as it is. */
  readonly run?: <T>(action: () => T) => T
}

/**
 * Starts a module within this process: calls its default export with the environment, anew for each start, so that
 * every target has state of its own (what the module keeps outside of that call is shared).
 *
 * @throws {ConfigError} `MODULE_NOT_FOUND`, `MODULE_NOT_LOADED` or `MODULE_SHAPE`
 * @throws {TargetError} `TARGET_ENDED_EARLY` when the default export throws
 */
export async function startModuleTarget(options: ModuleTargetOptions): Promise<RunningTarget> {
  const { file, env, run = (action) => action() } = options
  const create = await run(() => loadModule(file))
  await using stack = new AsyncDisposableStack()
  const api = await run(() => createApi(file, create, env))
  stack.defer(() => api[Symbol.asyncDispose]?.())
  const handle = (request: Request): Promise<Response> => run(async () => api.fetch(request))
  const target = options.listen
    ? await listeningModule(api.createServer?.(handle) ?? httpServer(handle), run, stack)
    : ({
        baseUrl: moduleOrigin,
        acceptsRaw: false,
        send: (request, sendOptions) => sendInProcess(handle, request, sendOptions),
      } satisfies Reachable)
  const resources = stack.move()
  return {
    ...target,
    kind: 'module',
    output: () => '',
    ended: () => undefined,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

type Reachable = Pick<RunningTarget, 'baseUrl' | 'acceptsRaw' | 'send'>

/** What a module without a server of its own is served by. */
export function httpServer(handle: (request: Request) => Promise<Response>): Server {
  const listener = getRequestListener(handle, { overrideGlobalObjects: false })
  return createServer((incoming, outgoing) => void listener(incoming, outgoing))
}

async function listeningModule(
  server: Server,
  run: <T>(action: () => T) => T,
  stack: AsyncDisposableStack,
): Promise<Reachable> {
  const sockets = new SocketSet()
  server.on('connection', (socket) => sockets.add(socket))
  const port = await run(() => listen(server, 0, '127.0.0.1'))
  stack.defer(() => closeServer(server, sockets))
  const baseUrl = `http://127.0.0.1:${port}`
  const client = stack.use(createWireClient(baseUrl))
  return {
    baseUrl,
    acceptsRaw: true,
    send: (request, sendOptions) => client.send(request, sendOptions),
  }
}
