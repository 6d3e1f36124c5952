import express from 'express'
import passport from 'passport'
import { BearerStrategy } from 'passport-azure-ad'

const { AZURE_TENANT_ID, AZURE_API_CLIENT_ID = '', PORT } = process.env

const strategy = new BearerStrategy(
  {
    identityMetadata: `https://login.microsoftonline.com/${AZURE_TENANT_ID}/v2.0/.well-known/openid-configuration`,
    clientID: AZURE_API_CLIENT_ID,
    validateIssuer: true,
    scope: ['access_as_user'],
    loggingLevel: 'error',
  },
  (token, done) => done(null, token, token),
)

const app = express()
app.use(passport.initialize())
passport.use(strategy)

app.get('/health', (_request, response) => {
  response.json({ status: 'healthy' })
})

// oxlint-disable-next-line typescript/no-unsafe-argument -- passport's types say any
app.get('/api/claims', passport.authenticate('oauth-bearer', { session: false }), (request, response) => {
  response.json(request.user)
})

app.listen(Number(PORT), '127.0.0.1')
