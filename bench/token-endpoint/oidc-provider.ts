import OidcProvider from 'oidc-provider'

import { apiUri, clientId, clientSecret, portToServe, sayListening } from './client.ts'

const port = portToServe()
const provider = new OidcProvider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      // In the body, as the others take it.
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  ttl: { ClientCredentials: 3600 },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    // Its tokens are opaque by default; a signed one is what is compared.
    resourceIndicators: {
      enabled: true,
      defaultResource: () => apiUri,
      getResourceServerInfo: () => ({
        scope: '',
        audience: apiUri,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
})
provider.listen(port, '127.0.0.1', sayListening)
