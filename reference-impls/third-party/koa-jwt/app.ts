import Koa, { HttpError } from 'koa'
import jwt from 'koa-jwt'
import { koaJwtSecret } from 'jwks-rsa'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env
const authority = `https://login.microsoftonline.com/${AZURE_TENANT_ID}`

const app = new Koa()

// Of its own accord the library sends no challenge.
app.use(async (ctx, next) => {
  try {
    await next()
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 401) throw error
    ctx.status = 401
    ctx.set('WWW-Authenticate', ctx.get('Authorization') === '' ? 'Bearer' : 'Bearer error="invalid_token"')
    ctx.body = { error: 'Unauthorized' }
  }
})

app.use(
  jwt({
    secret: koaJwtSecret({
      cache: true,
      rateLimit: true,
      jwksRequestsPerMinute: 5,
      jwksUri: `${authority}/discovery/v2.0/keys`,
    }),
    audience: AZURE_API_CLIENT_ID,
    issuer: `${authority}/v2.0`,
    algorithms: ['RS256'],
  }).unless({ path: ['/health'] }),
)

app.use((ctx) => {
  if (ctx.method !== 'GET') return
  if (ctx.path === '/health') ctx.body = { status: 'healthy' }
  if (ctx.path === '/api/claims') {
    const user: unknown = ctx.state['user']
    const scopes =
      typeof user === 'object' && user !== null && 'scp' in user && typeof user.scp === 'string'
        ? user.scp.split(' ')
        : []
    if (!scopes.includes('access_as_user'))
      ctx.throw(403, { headers: { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' } })
    ctx.body = user
  }
})

app.listen(Number(PORT), '127.0.0.1')
