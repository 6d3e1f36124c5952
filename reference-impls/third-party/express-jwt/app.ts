import express from 'express'
import type { ErrorRequestHandler } from 'express'
import { expressjwt, UnauthorizedError } from 'express-jwt'
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
      // By default a caller who uses up the fetches of a minute with invented key IDs gets a 500.
      handleSigningKeyError: (error, callback) => {
        const unknownKey =
          error instanceof jwksRsa.SigningKeyNotFoundError || error instanceof jwksRsa.JwksRateLimitError
        callback(unknownKey ? null : error)
      },
    }) as GetVerificationKey,
    audience: AZURE_API_CLIENT_ID,
    issuer: `${authority}/v2.0`,
    algorithms: ['RS256'],
  }),
)

app.get('/api/claims', (request: Request, response) => {
  const scp: unknown = request.auth?.['scp']
  if (typeof scp === 'string' && scp.split(' ').includes('access_as_user')) response.json(request.auth)
  else response.status(403).set('WWW-Authenticate', 'Bearer error="insufficient_scope"').json({ error: 'Forbidden' })
})

const refuse: ErrorRequestHandler = (error, request, response, next) => {
  if (!(error instanceof UnauthorizedError)) {
    next(error)
    return
  }
  const challenge = request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
  response.status(401).set('WWW-Authenticate', challenge).json({ error: 'Unauthorized' })
}
app.use(refuse)

app.listen(Number(PORT), '127.0.0.1')
