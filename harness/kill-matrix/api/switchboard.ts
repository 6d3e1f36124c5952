import { createServer, type Server } from 'node:net'
import type { Api, ApiFactory } from '../../../reference-impls/defective/api/base/api.ts'
import type { Environment } from '../../../reference-impls/defective/api/base/settings.ts'
import { httpServer } from '../../targets/module-target.ts'

/** Which implementation a set of targets runs. */
export class Switch {
  #factory: ApiFactory | undefined
  #instances = new WeakMap<Environment, Api>()

  /** From now on these targets run this implementation, each with new state. */
  connect(factory: ApiFactory): void {
    this.#factory = factory
    this.#instances = new WeakMap()
  }

  /** The target started with this environment: the same one with and without a socket. */
  instance(env: Environment): Api {
    const known = this.#instances.get(env)
    if (known !== undefined) return known
    if (this.#factory === undefined) throw new Error('No implementation is connected.')
    const made = this.#factory(env)
    this.#instances.set(env, made)
    return made
  }
}

/** A module's default export gets an environment and nothing else, so that says which switch a target belongs to. */
export const switches = new WeakMap<Environment, Switch>()

/**
 * The module the worlds of a kill matrix run. Worlds and their minted tokens outlive an implementation, so each token
 * is signed once for all of them, which is most of the work.
 */
const switchboard: ApiFactory = (env) => ({
  fetch: (request) => instanceFor(env).fetch(request),
  createServer: (handle) =>
    createServer((socket) => {
      const api = instanceFor(env)
      const server = servers.get(api) ?? (api.createServer ?? httpServer)(handle)
      servers.set(api, server)
      // How a server takes over a connection that another one accepted (Node.js, `http.Server` event `connection`).
      server.emit('connection', socket)
    }),
})

const servers = new WeakMap<Api, Server>()

function instanceFor(env: Environment): Api {
  const owner = switches.get(env)
  if (owner === undefined) throw new Error('This environment has no switch.')
  return owner.instance(env)
}

export default switchboard
