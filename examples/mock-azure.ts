// The stand-in cloud within a program of one's own: seeded, asked, changed, and asked what it was asked.
import { createCloud } from 'entra-conformance/mock-azure'

const tenantId = 'a1a1a1a1-0000-4000-8000-000000000001'
const daemonId = 'c5c5c5c5-0000-4000-8000-000000000001'
const apiId = 'c1c1c1c1-0000-4000-8000-000000000001'

const { mock, control } = await createCloud({
  tenants: [{ id: tenantId, domain: 'contoso.example', displayName: 'Contoso' }],
  apps: [
    { clientId: apiId, displayName: 'API', identifierUris: ['api://claims'], appRoles: ['Claims.Read.All'] },
    { clientId: daemonId, displayName: 'Daemon', secrets: ['a secret'] },
  ],
  appRoleAssignments: [{ principalId: daemonId, resource: apiId, role: 'Claims.Read.All' }],
})

async function askForToken(secret: string): Promise<number | undefined> {
  const answer = await mock.handle(
    new Request(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: daemonId,
        client_secret: secret,
        scope: 'api://claims/.default',
      }),
    }),
  )
  return answer?.status
}

console.log('with the secret:', await askForToken('a secret'))
console.log('with another:', await askForToken('another'))

control.faults.add({ endpoint: 'entra.token', action: { do: 'status', status: 503 } })
console.log('while Entra ID is down:', await askForToken('a secret'))

console.log('requests for tokens:', control.ledger.count({ endpoint: 'entra.token' }))
