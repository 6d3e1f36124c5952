import express from 'express'
import type { RequestHandler } from 'express'
import passport from 'passport'
import { BearerStrategy } from 'passport-azure-ad'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env

const strategy = new BearerStrategy(
  {
    identityMetadata: `https://login.microsoftonline.com/${AZURE_TENANT_ID}/v2.0/.well-known/openid-configuration`,
    clientID: AZURE_API_CLIENT_ID,
    validateIssuer: true,
    loggingLevel: 'error',
  },
  (token, done) => done(null, token, token),
)

/** Its own answer puts a sentence in WWW-Authenticate that is no challenge; a callback writes a better one. */
const authenticate: RequestHandler = (request, response, next) => {
  const answer = (error: Error | null, user: Express.User | false | null): void => {
    if (error === null && user) {
      request.user = user
      next()
    } else {
      const challenge = request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
      response.status(401).set('WWW-Authenticate', challenge).json({ error: 'Unauthorized' })
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-call -- passport's types say any
  passport.authenticate('oauth-bearer', { session: false }, answer)(request, response, next)
}

const app = express()
app.use(passport.initialize())
passport.use(strategy)

app.get('/health', (_request, response) => {
  response.json({ status: 'healthy' })
})

app.get('/api/claims', authenticate, ({ user }, response) => {
  const scopes = user !== undefined && 'scp' in user && typeof user.scp === 'string' ? user.scp.split(' ') : []
  if (scopes.includes('access_as_user')) response.json(user)
  else response.status(403).set('WWW-Authenticate', 'Bearer error="insufficient_scope"').json({ error: 'Forbidden' })
})

app.listen(Number(PORT), '127.0.0.1')
