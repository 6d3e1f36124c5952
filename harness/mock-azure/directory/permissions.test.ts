import { expect, test } from 'vitest'

import { apiId, apiUri, contosoId, daemonId, fabrikamId, nobodyId } from '../testing/cloud.ts'
import { firstUser, otherApiId, secondUser, userCloud, webAppId } from '../testing/entra.ts'

type Cloud = ReturnType<typeof userCloud>
const consent = { tenantId: contosoId, clientId: webAppId, resource: otherApiId, scopes: ['Things.Read'] }

function scopes({ directory }: Cloud, user = firstUser, client = webAppId, resource = otherApiId): readonly string[] {
  const [clientApp, resourceApp] = [client, resource].map((id) => directory.app(contosoId, id))
  if (clientApp === undefined || resourceApp === undefined) throw new Error('no such app')
  return directory.consentedScopes(contosoId, clientApp, resourceApp, user.objectId)
}

test('a user’s consent is theirs; an administrator’s is everybody’s', () => {
  const mock = userCloud({ consents: [] })
  mock.directory.consent({ ...consent, userId: firstUser.objectId })
  expect([scopes(mock), scopes(mock, secondUser)]).toEqual([['Things.Read'], []])
  mock.directory.consent({ ...consent, scopes: ['Things.Delete'] })
  expect([scopes(mock), scopes(mock, secondUser)]).toEqual([['Things.Read', 'Things.Delete'], ['Things.Delete']])
  expect(scopes(mock, firstUser, daemonId)).toEqual([])
  mock.directory.revokeConsents(contosoId, webAppId)
  expect(scopes(mock)).toEqual([])
})

test('consent in another tenant is none here', () => {
  const mock = userCloud({ consents: [], changes: { [otherApiId]: { signInAudience: 'AzureADMultipleOrgs' } } })
  mock.directory.consent({ ...consent, tenantId: fabrikamId })
  expect(scopes(mock)).toEqual([])
  expect(mock.directory.knowsClient(contosoId, webAppId, firstUser.objectId)).toBe(false)
  expect(mock.directory.knowsClient(fabrikamId, webAppId, firstUser.objectId)).toBe(true)
})

test('a preauthorized client needs no consent, nor does an app that calls itself', () => {
  const preAuthorizedApplications = [{ clientId: webAppId, scopes: ['Things.Read'] }]
  const mock = userCloud({ consents: [], changes: { [otherApiId]: { preAuthorizedApplications } } })
  expect(scopes(mock)).toEqual(['Things.Read'])
  expect(scopes(mock, firstUser, otherApiId)).toEqual(['Things.Read', 'Things.Delete'])
})

test('an API is named by its client ID or its URI', () => {
  const mock = userCloud({ consents: [] })
  mock.directory.consent({ ...consent, resource: `api://${otherApiId}` })
  expect(scopes(mock)).toEqual(['Things.Read'])
})

const user = firstUser.objectId
test.each([
  ['a scope the API does not have', { consents: [{ ...consent, scopes: ['Nothing'] }] }, 'MOCK_PERMISSION_UNKNOWN'],
  ['consent to an unknown API', { consents: [{ ...consent, resource: nobodyId }] }, 'MOCK_APP_UNKNOWN'],
  [
    'a role the API does not have',
    { appRoleAssignments: [{ tenantId: contosoId, principalId: user, resource: apiId, role: 'Nothing' }] },
    'MOCK_PERMISSION_UNKNOWN',
  ],
  [
    'a role of an API of another tenant',
    { appRoleAssignments: [{ tenantId: fabrikamId, principalId: user, resource: apiUri, role: 'Reader' }] },
    'MOCK_APP_UNKNOWN',
  ],
  [
    'a custom claim that Entra ID alone sets',
    { changes: { [apiId]: { customClaims: [{ claim: 'Roles', value: ['x'] }] } } },
    'MOCK_CLAIM_RESTRICTED',
  ],
])('%s cannot be seeded', (_, seeds, code) => {
  expect(() => userCloud(seeds)).toThrow(expect.objectContaining({ code }))
})
