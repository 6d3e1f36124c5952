import { serve } from '@hono/node-server'
import { JwtVerifier } from 'aws-jwt-verify'
import type { JwtPayload } from 'aws-jwt-verify/jwt-model'
import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env
const authority = `https://login.microsoftonline.com/${AZURE_TENANT_ID}`

const verifier = JwtVerifier.create({
  issuer: `${authority}/v2.0`,
  audience: AZURE_API_CLIENT_ID,
  jwksUri: `${authority}/discovery/v2.0/keys`,
})

declare module 'hono' {
  interface ContextVariableMap {
    claims: JwtPayload
  }
}

const app = new Hono()

app.get('/health', (c) => c.json({ status: 'healthy' }))

app.use(
  '/api/*',
  bearerAuth({
    verifyToken: async (token, c) => {
      try {
        c.set('claims', await verifier.verify(token))
        return true
      } catch {
        return false
      }
    },
  }),
)

// The verifier's own `scope` option reads `scope`; Entra writes `scp`.
app.get('/api/claims', (c) => {
  const { scp } = c.var.claims
  const allowed = typeof scp === 'string' && scp.split(' ').includes('access_as_user')
  if (!allowed) return c.json({}, 403, { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' })
  return c.json(c.var.claims)
})

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) })
