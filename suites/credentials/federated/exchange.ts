import type { ClientCase, ClientStep } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { atTokenEndpoint, authenticated, mark, refused, signIn } from '../steps.ts'
import { atIdentity, exchangeAudience, failing, federated, noSecret } from './family.ts'

const asked: ClientStep = atTokenEndpoint({ atLeast: 1, because: 'no token was asked for' })

const callApi: ClientStep = { do: 'visit', at: 'page.callApi', browser: 'user', expect: { status: '2xx' } }

const tokenOfIdentity = {
  claims: {
    sub: '${identityPrincipalId}',
    oid: '${identityPrincipalId}',
    iss: '${issuer}',
    aud: exchangeAudience,
    tid: '${tenantId}',
  },
} as const

/** The token of the identity on its way to Entra ID, and nowhere else. */
export const exchangeCases: readonly ClientCase[] = [
  clientCase(federated, {
    id: 'credentials.federated.assertion',
    title: 'The code is redeemed with the token of the identity as the assertion',
    steps: [
      mark,
      signIn('user'),
      asked,
      authenticated,
      atTokenEndpoint({ each: { assertion: tokenOfIdentity }, because: 'that is not the token of the identity' }),
    ],
  }),
  clientCase(federated, {
    id: 'credentials.federated.assertion-type',
    title: 'The assertion is sent as a JWT bearer assertion',
    steps: [
      mark,
      signIn('user'),
      atTokenEndpoint({
        atLeast: 1,
        each: { form: { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' } },
        because: 'Entra ID does not know what the assertion is',
      }),
    ],
  }),
  clientCase(federated, {
    id: 'credentials.federated.client',
    title: 'The app names itself as the client, not its identity',
    steps: [
      mark,
      signIn('user'),
      atTokenEndpoint({
        atLeast: 1,
        each: { method: 'POST', form: { client_id: '${webAppClientId}' } },
        because: 'the tokens would be those of the identity',
      }),
    ],
  }),
  clientCase(federated, {
    id: 'credentials.federated.tenant',
    title: 'The assertion goes to the token endpoint of the tenant',
    steps: [
      mark,
      signIn('user'),
      atTokenEndpoint({
        atLeast: 1,
        each: { url: '/^${authority|regex}\\/oauth2\\/v2\\.0\\/token$/' },
        because: 'another tenant was sent the assertion',
      }),
    ],
  }),
  clientCase(federated, {
    id: 'credentials.federated.no-secret',
    title: 'No client secret is sent anywhere, whatever the app does',
    needs: ['page.callApi'],
    steps: [mark, signIn('user', { control: true }), callApi, asked, ...noSecret, authenticated],
  }),
  clientCase(federated, {
    id: 'credentials.federated.refresh',
    title: 'A refresh carries the token of the identity too',
    needs: ['page.callApi'],
    steps: [
      { do: 'token-lifetime', expiresIn: 60 },
      signIn('user', { control: true }),
      mark,
      callApi,
      atTokenEndpoint({
        where: { form: { grant_type: 'refresh_token' } },
        atLeast: 1,
        each: { assertion: tokenOfIdentity },
        because: 'the token had a minute left and was not renewed with an assertion',
      }),
      ...noSecret,
    ],
  }),
  clientCase(
    { ...federated, requirement: requirements.tokenForOne, gains: 'The API can be the app at Entra ID for a day.' },
    {
      id: 'credentials.federated.not-to-the-api',
      title: 'The API gets the access token of the user, never the token of the identity',
      needs: ['page.callApi'],
      steps: [
        signIn('user', { control: true }),
        mark,
        callApi,
        {
          do: 'ledger',
          of: 'guarded-resource',
          atLeast: 1,
          each: { bearer: { claims: { aud: '${apiClientId}', oid: '${userId}' } } },
          because: 'the API was sent another token',
        },
      ],
    },
  ),
  clientCase(
    {
      ...federated,
      requirement: requirements.tokenForOne,
      gains: 'Whoever reads the URL is the app at Entra ID for a day.',
    },
    {
      id: 'credentials.federated.not-in-urls',
      title: 'The token of the identity is in no URL, page, cookie or line of output',
      steps: [
        mark,
        signIn('user'),
        { do: 'ledger', none: { query: { client_assertion: '/./' } }, because: 'URLs are logged everywhere' },
        { do: 'output', lacks: ['/eyJ[\\w-]{10,}\\.[\\w-]{10,}\\./'], because: 'the output holds a token' },
      ],
    },
  ),
  clientCase(
    {
      ...federated,
      severity: 'medium',
      requirement: requirements.tokenForOne,
      gains: 'One user’s failure becomes another’s.',
    },
    {
      id: 'credentials.federated.many-users',
      title: 'Twenty users at once are all signed in, each as themselves',
      steps: [{ do: 'burst', times: 20, users: ['first', 'second', 'guest'], of: { do: 'sign-in' } }, ...noSecret],
    },
  ),
  ...tampered(),
]

/** What comes from the source is not the token of the identity: Entra ID refuses it, and that is said. */
function tampered(): readonly ClientCase[] {
  const answers = [
    ['garbage', 'no token at all', 'this-is-no-token'],
    [
      'unsigned',
      'a token that nobody signed',
      'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJ4IiwiZXhwIjo0MTAyNDQ0ODAwfQ.',
    ],
  ] as const
  return answers.map(([id, what, token]) =>
    clientCase(
      { ...failing, isolation: 'fresh' },
      {
        id: `credentials.federated.tampered.${id}`,
        title: `Where the source gives ${what}, nobody is signed in and the app says so`,
        steps: [
          {
            do: 'fault',
            endpoint: ['imds.token', 'app-service.token', 'azure-ml.token'],
            action: { do: 'patch-json', value: { access_token: token } },
          },
          mark,
          refused('user'),
          atIdentity({ atLeast: 1, because: 'the managed identity was not asked' }),
          ...noSecret,
        ],
      },
    ),
  )
}
