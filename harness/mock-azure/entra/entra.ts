import type { JsonObject } from '../../json.ts'
import type { Endpoint } from '../contract.ts'
import { atEndpoint, createRoutes, type Service, type ServiceContext } from '../service.ts'
import { entraJson, entraPreflight } from './answers.ts'
import { entraHosts, findAuthority, type Authority } from './authority.ts'
import { authorize } from './authorize/authorize.ts'
import { consent, login } from './authorize/steps.ts'
import type { EntraControl, SignInMode } from './contract.ts'
import { authorizeDevice } from './device-authorization.ts'
import { deviceSignIn } from './device-sign-in.ts'
import { discoveryV1 } from './discovery-v1.ts'
import { discoveryV2 } from './discovery-v2.ts'
import { entraErrorAnswer, EntraFailure } from './errors.ts'
import { instanceDiscovery } from './instance-discovery.ts'
import { keysV1, keysV2 } from './keys.ts'
import { logout } from './logout.ts'
import type { EntraCloud, EntraRequest } from './request.ts'
import { createEntraState, revokeSignIns, saveEntraState } from './state.ts'
import { token } from './token/token.ts'
import { userinfo } from './userinfo.ts'
import { userRealm } from './user-realm.ts'

type Answer = (request: EntraRequest) => Response | Promise<Response>

/** Entra ID's public cloud, and what a test may do to it. */
export function createEntra(
  options: Pick<EntraCloud, 'directory' | 'clock' | 'random' | 'workloadIssuers'> & {
    readonly authorityHosts: readonly string[]
    readonly signIn: SignInMode
  },
): { readonly service: Service; readonly control: EntraControl } {
  const state = createEntraState()
  const control: EntraControl = {
    signIn: options.signIn,
    revokeSessions: (userId) => revokeSignIns(state, userId),
    save() {
      const [restoreState, { signIn }] = [saveEntraState(state), control]
      return () => {
        restoreState()
        control.signIn = signIn
      }
    },
  }
  const hosts = new Set([...entraHosts, ...options.authorityHosts])
  return { service: createService({ ...options, hosts, state, control }), control }
}

/** One line for each endpoint; each is a file of its own. */
function createService(cloud: EntraCloud): Service {
  const app = createRoutes()
  const { directory } = cloud

  const route = (endpoint: Endpoint, path: string, methods: readonly string[], answer: Answer): void => {
    app.all(path, (context) => {
      const request = read(cloud, context)
      const { authority } = request
      const tenantId = authority?.kind === 'tenant' ? authority.tenant.id : undefined
      return atEndpoint(context, { endpoint, tenantId }, () => answerMethod(request, methods, answer))
    })
  }
  const metadata = (endpoint: Endpoint, path: string, document: (authority: Authority, url: URL) => JsonObject): void =>
    route(endpoint, path, ['GET'], (request) => answerMetadata(request, document))

  metadata('entra.discovery.v2', '/:tenant/v2.0/.well-known/openid-configuration', discoveryV2)
  metadata('entra.discovery.v1', '/:tenant/.well-known/openid-configuration', discoveryV1)
  metadata('entra.keys.v2', '/:tenant/discovery/v2.0/keys', (authority) => keysV2(directory, authority))
  metadata('entra.keys.v1', '/:tenant/discovery/keys', (authority) => keysV1(directory, authority))
  metadata('entra.instance-discovery', '/common/discovery/instance', (_, url) => instanceDiscovery(url, cloud.hosts))
  const pages = ['GET', 'POST']
  route('entra.authorize', '/:tenant/oauth2/v2.0/authorize', pages, (request) => authorize(request, '2.0'))
  route('entra.authorize', '/:tenant/oauth2/authorize', pages, (request) => authorize(request, '1.0'))
  route('entra.sign-in', '/:tenant/login', ['POST'], login)
  route('entra.sign-in', '/:tenant/consent/set', ['POST'], consent)
  route('entra.token', '/:tenant/oauth2/v2.0/token', ['POST'], (request) => token(request, '2.0'))
  route('entra.token', '/:tenant/oauth2/token', ['POST'], (request) => token(request, '1.0'))
  route(
    'entra.device-code',
    '/:tenant/oauth2/v2.0/devicecode',
    ['POST'],
    json((request) => authorizeDevice(request, '2.0')),
  )
  route(
    'entra.device-code',
    '/:tenant/oauth2/devicecode',
    ['POST'],
    json((request) => authorizeDevice(request, '1.0')),
  )
  route('entra.device-sign-in', '/:tenant/oauth2/deviceauth', pages, deviceSignIn)
  route('entra.device-sign-in', '/device', pages, deviceSignIn)
  route('entra.userinfo', '/:tenant/openid/userinfo', pages, ({ headers }) =>
    userinfo(cloud, headers.get('authorization') ?? undefined),
  )
  route('entra.user-realm', '/:tenant/userrealm/:user', ['GET'], json(userRealm))
  route('entra.logout', '/:tenant/oauth2/v2.0/logout', pages, logout)
  route('entra.logout', '/:tenant/oauth2/logout', pages, logout)
  return { hosts: cloud.hosts, app }
}

function read(cloud: EntraCloud, { req, env }: ServiceContext): EntraRequest {
  const segment = req.param('tenant') ?? 'common'
  return {
    cloud,
    url: env.url,
    method: req.method,
    headers: req.raw.headers,
    body: env.body,
    segment,
    authority: findAuthority(cloud.directory, segment),
  }
}

function answerMethod(request: EntraRequest, methods: readonly string[], answer: Answer): Response | Promise<Response> {
  const { method, cloud } = request
  const accepted = [...methods, 'OPTIONS'].join(', ')
  if (method === 'OPTIONS') return entraPreflight(accepted, cloud.random)
  // HEAD is GET without the body (RFC 9110 §9.3.2); Hono drops the body.
  if (methods.includes(method === 'HEAD' ? 'GET' : method)) return answer(request)
  return entraErrorAnswer({ ...request, ...cloud }, new EntraFailure(900561, { accepted, method }))
}

/** An endpoint that answers with JSON of its own or with that of an error. */
function json(document: (request: EntraRequest) => JsonObject): Answer {
  return (request) => {
    const { cloud } = request
    try {
      return entraJson(document(request), cloud.random, { cache: 'no-store' })
    } catch (error) {
      if (!(error instanceof EntraFailure)) throw error
      return entraErrorAnswer({ ...request, ...cloud }, error)
    }
  }
}

function answerMetadata(request: EntraRequest, document: (authority: Authority, url: URL) => JsonObject): Response {
  const { cloud, authority, segment, url } = request
  try {
    if (authority === undefined) throw new EntraFailure(90002, { tenant: segment }, { as: 'invalid_tenant' })
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, OPTIONS' }
    return entraJson(document(authority, url), cloud.random, { cache: 'day', headers })
  } catch (error) {
    if (!(error instanceof EntraFailure)) throw error
    return entraErrorAnswer({ ...request, ...cloud }, error)
  }
}
