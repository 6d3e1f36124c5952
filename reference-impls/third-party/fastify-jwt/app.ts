import fastifyJwt from '@fastify/jwt'
import type { TokenOrHeader } from '@fastify/jwt'
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import buildGetJwks from 'get-jwks'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env
const issuer = `https://login.microsoftonline.com/${AZURE_TENANT_ID}/v2.0`

const getJwks = buildGetJwks({ providerDiscovery: true, issuersWhitelist: [issuer] })

const fastify = Fastify()

await fastify.register(fastifyJwt, {
  decode: { complete: true },
  secret: async (_request: FastifyRequest, token: TokenOrHeader) => {
    // oxlint-disable-next-line typescript/no-unsafe-assignment -- the header's type is any
    const { kid, alg } = 'header' in token ? token.header : token
    // oxlint-disable-next-line typescript/no-unsafe-assignment -- the same
    return getJwks.getPublicKey({ kid, alg, domain: issuer })
  },
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
