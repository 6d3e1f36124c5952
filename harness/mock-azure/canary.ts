import type { SigningKey } from '../keys.ts'
import { atEndpoint, createRoutes, type Service } from './service.ts'

/**
 * Hosts that nobody should ever call. Whatever the path, they serve their keys, so that a target which follows `jku`
 * or `x5u` out of an unverified token header really accepts the token: a certificate in PEM where the path asks for
 * one by its extension, a key set everywhere else.
 */
export function createCanary(hosts: readonly string[], keys: readonly SigningKey[]): Service {
  const app = createRoutes()
  app.all('*', (context) =>
    atEndpoint(context, { endpoint: 'canary', tenantId: undefined }, () =>
      /\.(?:pem|cer|crt)$/.test(context.req.path) ? certificate(keys[0]) : keySet(keys),
    ),
  )
  return { hosts: new Set(hosts.map((host) => host.toLowerCase())), app }
}

function keySet(keys: readonly SigningKey[]): Response {
  return Response.json({ keys: keys.map(({ publicJwk }) => publicJwk) })
}

function certificate(key: SigningKey | undefined): Response {
  if (key === undefined) return new Response(null, { status: 404 })
  const lines = key.publicJwk.x5c[0].match(/.{1,64}/g) ?? []
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
  return new Response(pem, { headers: { 'content-type': 'application/x-pem-file' } })
}
