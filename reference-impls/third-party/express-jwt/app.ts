import express from 'express'
import { expressjwt } from 'express-jwt'
import type { GetVerificationKey, Request } from 'express-jwt'
import jwksRsa from 'jwks-rsa'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env
const authority = `https://login.microsoftonline.com/${AZURE_TENANT_ID}`

const app = express()

app.get('/health', (_request, response) => {
  response.json({ status: 'healthy' })
})

app.use(
  expressjwt({
    secret: jwksRsa.expressJwtSecret({
      cache: true,
      rateLimit: true,
      jwksRequestsPerMinute: 5,
      jwksUri: `${authority}/discovery/v2.0/keys`,
    }) as GetVerificationKey,
    audience: AZURE_API_CLIENT_ID,
    issuer: `${authority}/v2.0`,
    algorithms: ['RS256'],
  }),
)

app.get('/api/claims', (request: Request, response) => {
  const scp: unknown = request.auth?.['scp']
  if (typeof scp === 'string' && scp.split(' ').includes('access_as_user')) response.json(request.auth)
  else response.sendStatus(403)
})

app.listen(Number(PORT), '127.0.0.1')
