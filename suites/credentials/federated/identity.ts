import type { ClientCase, RequestCheck } from '../../../harness/client-case.ts'
import type { Endpoint } from '../../../harness/mock-azure/contract.ts'
import { clientCase } from '../../client-family.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { mark, signIn } from '../steps.ts'
import { atIdentity, exchangeResource, federated, identityAsked, noSecret } from './family.ts'

/** Sources that can be asked for a user-assigned identity, and what each wants to see. */
const sources: readonly { readonly name: 'imds' | 'app-service' | 'azure-ml'; readonly check: RequestCheck }[] = [
  {
    name: 'imds',
    check: { headers: { metadata: '/^true$/i', 'x-forwarded-for': null }, query: { 'api-version': '2018-02-01' } },
  },
  { name: 'app-service', check: { headers: { 'x-identity-header': '/./' }, query: { 'api-version': '2019-08-01' } } },
  { name: 'azure-ml', check: { headers: { secret: '/./' }, query: { 'api-version': '2017-09-01' } } },
]

/** What the app asks its managed identity for, from each source. */
export const identityCases: readonly ClientCase[] = sources.flatMap(({ name, check }) => {
  const start = { credential: 'federated', source: name } as const
  const own: Endpoint = `${name}.token`
  return [
    clientCase(federated, {
      id: `credentials.federated.${name}.resource`,
      title: `From ${name} the app asks for a token for the exchange, and for no other`,
      start,
      isolation: 'fresh',
      steps: [
        signIn('user'),
        identityAsked,
        atIdentity({
          each: { anywhere: { resource: exchangeResource } },
          because: 'a token for something else is not what Entra ID trusts, and is worth more',
        }),
      ],
    }),
    clientCase(
      { ...federated, severity: 'medium', gains: 'On a machine with several identities the wrong one is used.' },
      {
        id: `credentials.federated.${name}.identity`,
        title: `From ${name} the app asks for the identity that is configured`,
        start,
        isolation: 'fresh',
        steps: [
          signIn('user'),
          identityAsked,
          atIdentity({
            none: { anywhere: { client_id: null, clientid: null, object_id: null, msi_res_id: null, mi_res_id: null } },
            because: 'without a name the machine chooses',
          }),
          atIdentity({
            where: { query: { client_id: '/./' } },
            each: { query: { client_id: '${identityClientId}' } },
            because: 'another identity was asked for',
          }),
        ],
      },
    ),
    clientCase(
      {
        ...federated,
        severity: 'medium',
        requirement: requirements.endpointAsked,
        gains: 'The source refuses, or has to trust everybody.',
      },
      {
        id: `credentials.federated.${name}.request`,
        title: `The app asks ${name} as it wants to be asked`,
        start,
        isolation: 'fresh',
        steps: [
          signIn('user'),
          {
            do: 'ledger',
            of: own,
            atLeast: 1,
            some: { ...check, status: 200 },
            because: 'the source was not asked properly',
          },
        ],
      },
    ),
    clientCase(federated, {
      id: `credentials.federated.${name}.no-secret`,
      title: `With ${name} as its source the app signs users in without any secret, and asks no other source`,
      start,
      isolation: 'fresh',
      steps: [
        mark,
        signIn('user'),
        ...noSecret,
        {
          do: 'ledger',
          of: identityEndpoints.filter((endpoint) => endpoint !== own),
          exactly: 0,
          because: 'another source was asked, which may belong to somebody else',
        },
      ],
    }),
  ]
})
