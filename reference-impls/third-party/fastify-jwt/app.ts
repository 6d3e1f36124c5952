import fastifyJwt from '@fastify/jwt'
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import buildGetJwks from 'get-jwks'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env
const issuer = `https://login.microsoftonline.com/${AZURE_TENANT_ID}/v2.0`

const getJwks = buildGetJwks({ providerDiscovery: true, issuersWhitelist: [issuer] })

/** What `decode: { complete: true }` hands over. */
interface DecodedToken {
  readonly header: { readonly kid: string; readonly alg: string }
}

const fastify = Fastify()

await fastify.register(fastifyJwt, {
  decode: { complete: true },
  secret: async (_request: FastifyRequest, { header }: DecodedToken) =>
    getJwks.getPublicKey({ kid: header.kid, alg: header.alg, domain: issuer }),
  verify: { algorithms: ['RS256'], allowedIss: issuer, allowedAud: AZURE_API_CLIENT_ID },
})

fastify.get('/health', () => ({ status: 'healthy' }))

fastify.get('/api/claims', { onRequest: async (request) => request.jwtVerify() }, async (request, reply) => {
  const { user } = request
  const scopes = typeof user === 'object' && 'scp' in user && typeof user.scp === 'string' ? user.scp.split(' ') : []
  if (!scopes.includes('access_as_user')) return reply.code(403).send({ error: 'Forbidden' })
  return user
})

await fastify.listen({ host: '127.0.0.1', port: Number(PORT) })
