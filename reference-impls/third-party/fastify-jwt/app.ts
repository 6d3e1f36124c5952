import fastifyJwt from '@fastify/jwt'
import type { TokenOrHeader } from '@fastify/jwt'
import Fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
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

// Left alone, most invalid tokens are answered 500: an unknown key, another algorithm, a claim of the wrong type.
async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  try {
    await request.jwtVerify()
  } catch {
    const challenge = request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
    await reply.code(401).header('WWW-Authenticate', challenge).send({ error: 'Unauthorized' })
  }
}

fastify.get('/api/claims', { onRequest: authenticate }, async ({ user }, reply) => {
  const scopes = typeof user === 'object' && 'scp' in user && typeof user.scp === 'string' ? user.scp.split(' ') : []
  if (scopes.includes('access_as_user')) return user
  return reply.code(403).header('WWW-Authenticate', 'Bearer error="insufficient_scope"').send({ error: 'Forbidden' })
})

await fastify.listen({ host: '127.0.0.1', port: Number(PORT) })
