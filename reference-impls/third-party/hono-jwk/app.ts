import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { jwk } from 'hono/jwk'
import type { JwtVariables } from 'hono/jwt'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env
const authority = `https://login.microsoftonline.com/${AZURE_TENANT_ID}`

const app = new Hono<{ Variables: JwtVariables<Record<string, unknown>> }>()

app.get('/health', (c) => c.json({ status: 'healthy' }))

app.use(
  '/api/*',
  jwk({
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    alg: ['RS256'],
    // By default the request's URL is the realm, with whatever its query holds.
    realm: 'api',
    verification: { iss: `${authority}/v2.0`, aud: AZURE_API_CLIENT_ID },
  }),
)

// Its documentation leaves authorization to a handler of one's own.
app.get('/api/claims', (c) => {
  const { scp } = c.var.jwtPayload
  const allowed = typeof scp === 'string' && scp.split(' ').includes('access_as_user')
  if (!allowed) return c.json({}, 403, { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' })
  return c.json(c.var.jwtPayload)
})

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) })
