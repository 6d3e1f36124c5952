import express from 'express'
import { auth, claimIncludes } from 'express-oauth2-jwt-bearer'

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

app.listen(Number(PORT), '127.0.0.1')
