import express from 'express'
import type { ErrorRequestHandler } from 'express'
import {
  auth,
  claimIncludes,
  InsufficientScopeError,
  InvalidTokenError,
  UnauthorizedError,
} from 'express-oauth2-jwt-bearer'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env

const app = express()

app.get('/health', (_request, response) => {
  response.json({ status: 'healthy' })
})

app.use(
  auth({
    issuerBaseURL: `https://login.microsoftonline.com/${AZURE_TENANT_ID}/v2.0`,
    audience: AZURE_API_CLIENT_ID,
    tokenSigningAlg: 'RS256',
  }),
)

// Its requiredScopes() reads `scope`; Entra writes `scp`, for which there is claimIncludes().
app.get('/api/claims', claimIncludes('scp', 'access_as_user'), (request, response) => {
  response.json(request.auth?.payload)
})

// The library's own challenge describes the error in words from the token, which nobody has verified yet.
const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof UnauthorizedError)) {
    next(error)
    return
  }
  const known = error instanceof InvalidTokenError || error instanceof InsufficientScopeError
  response
    .status(error.status)
    .set('WWW-Authenticate', known ? `Bearer error="${error.code}"` : 'Bearer')
    .end()
}
app.use(refuse)

app.listen(Number(PORT), '127.0.0.1')
