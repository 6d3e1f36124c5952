import { guard, type GuardedCloud } from '../access/guard.ts'
import { atEndpoint, createRoutes, type Service } from '../service.ts'
import type { GuardedResourceSeed } from './contract.ts'

/** A stand-in for a resource that nothing else here plays: on every path it says who came and for what. */
export function createGuardedResource(cloud: GuardedCloud, seed: GuardedResourceSeed): Service {
  const app = createRoutes()
  app.all('*', (context) =>
    atEndpoint(context, { endpoint: 'guarded-resource', tenantId: seed.tenantId }, async () => {
      const { req } = context
      const verdict = await guard(cloud, seed, req.header('authorization'))
      switch (verdict.kind) {
        case 'unauthorized': {
          const [audience] = seed.audiences
          const headers = { 'www-authenticate': `Bearer error="invalid_token", resource="${audience}"` }
          const message = `The access token is ${verdict.verdict.reason === 'missing' ? 'missing' : 'not valid here'}.`
          return Response.json({ error: { code: 'Unauthorized', message } }, { status: 401, headers })
        }
        case 'forbidden': {
          const message = `The principal ${verdict.caller.principalId} has none of the roles ${seed.roles.join(', ')}.`
          return Response.json({ error: { code: 'Forbidden', message } }, { status: 403 })
        }
        case 'allowed': {
          const { principalId, clientId, tenantId, claims } = verdict.caller
          if (seed.answers === 'claims') return Response.json(claims)
          return Response.json({ method: req.method, path: new URL(req.url).pathname, principalId, clientId, tenantId })
        }
      }
    }),
  )
  return { hosts: new Set([seed.host.toLowerCase()]), app }
}
