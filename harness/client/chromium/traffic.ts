import { ConnectionReset } from '../../mock-azure/contract.ts'
import { startForwardProxy } from '../../mounts/forward-proxy.ts'
import type { CertificateAuthority, Cloud } from '../../mounts/contract.ts'
import type { Answer } from '../../targets/contract.ts'
import type { Hop, NetworkRequest } from '../browser.ts'
import { networkOf } from '../network.ts'
import type { ClientWorld } from '../world.ts'

/** Whether the page may go there; one that may not stays where it is. Asked of no frame and of nothing a page loads. */
export type Gate = (request: NetworkRequest) => boolean | Promise<boolean>

/**
 * All requests of one browser: it goes through a proxy of its own that leads to the target and to the cloud, and writes
 * down what went over the wire.
 */
export class Traffic implements AsyncDisposable {
  readonly hops: Hop[] = []
  /** Those of them that were to show a page. */
  readonly navigations: Hop[] = []
  gate: Gate = () => true
  /** What went wrong with the harness itself on the way. */
  failure: unknown
  readonly #world: ClientWorld
  readonly #resources = new AsyncDisposableStack()

  private constructor(world: ClientWorld) {
    this.#world = world
  }

  static async of(
    world: ClientWorld,
    authority: CertificateAuthority,
  ): Promise<{ readonly traffic: Traffic; readonly proxyUrl: string }> {
    const traffic = new Traffic(world)
    const { url } = traffic.#resources.use(await startForwardProxy({ mock: traffic.#cloud(), authority }))
    return { traffic, proxyUrl: url }
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#resources.disposeAsync()
  }

  #cloud(): Cloud {
    const { mock, variables } = this.#world
    const targetHost = new URL(variables.baseUrl).hostname
    return {
      answers: (host) => host === targetHost || mock.answers(host),
      handle: (request, body = '') => this.#handle(request, body),
      // What a browser asks of its maker says nothing about the target: the ledger does not hear of it.
      ledger: { ...mock.ledger, record: () => undefined },
    }
  }

  async #handle(request: Request, body: string): Promise<Response> {
    if (isIcon(request)) return new Response(null, { status: 404 })
    const sent: NetworkRequest = {
      method: request.method,
      url: new URL(request.url),
      headers: [...request.headers].filter(([name]) => !leftOut.has(name)),
      ...(body === '' ? {} : { body }),
    }
    const isNavigation = showsPage(request)
    if (isNavigation && !(await this.#mayGo(sent))) return new Response(null, { status: 204 })
    const hop: Hop = { ...sent, url: sent.url.href, ...(await this.#send(sent)) }
    this.hops.push(hop)
    if (isNavigation) this.navigations.push(hop)
    return toResponse(hop.answer)
  }

  async #mayGo(request: NetworkRequest): Promise<boolean> {
    try {
      return await this.gate(request)
    } catch (error) {
      this.failure ??= error
      return false
    }
  }

  async #send(request: NetworkRequest): Promise<Pick<Hop, 'at' | 'answer'>> {
    const network = networkOf(this.#world)
    if (request.url.origin === network.targetOrigin) return { at: 'target', answer: await network.toTarget(request) }
    const answer = await answered(() => network.toCloud(request))
    if (answer !== undefined) return { at: 'cloud', answer }
    return { at: 'elsewhere', answer: { kind: 'refused', message: `nothing plays ${request.url.host}` } }
  }
}

/**
 * Headers that are between the browser and its proxy; and those by which it would get no answer in full, which the checks
 * need: it has the rest, or could unpack it.
 */
const leftOut = new Set([
  'host',
  'connection',
  'proxy-connection',
  'content-length',
  'accept-encoding',
  'if-none-match',
  'if-modified-since',
])

/** Browsers ask for it when they like: whether anybody hears of it before the next step would be up to chance. */
function isIcon(request: Request): boolean {
  return new URL(request.url).pathname === '/favicon.ico' && !showsPage(request)
}

/** Fetch Metadata §2.1 tells it; browsers leave that out where a site is neither under TLS nor on this machine. */
function showsPage({ headers }: Request): boolean {
  const destination = headers.get('sec-fetch-dest')
  return destination === null ? (headers.get('accept') ?? '').startsWith('text/html') : destination === 'document'
}

/** A scripted fault may cut the connection. */
async function answered(ask: () => Promise<Answer | undefined>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ConnectionReset) return { kind: 'reset', message: 'the connection was cut', durationMs: 0 }
    throw error
  }
}

/** Headers that the proxy writes itself. */
const written = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])
const withoutBody = new Set([204, 205, 304])

/** @throws {ConnectionReset} for an answer that never came */
function toResponse(answer: Answer): Response {
  if (answer.kind !== 'response') throw new ConnectionReset()
  const { status, headers, body } = answer.response
  const kept = headers.filter(([name]) => !written.has(name)).map(([name, value]): [string, string] => [name, value])
  return new Response(withoutBody.has(status) ? null : body, { status, headers: kept })
}
