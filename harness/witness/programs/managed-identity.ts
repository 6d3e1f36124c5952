/**
 * Tokens by both of Microsoft's libraries, for each argument: `system`, or `clientId=…`, `objectId=…`, `resourceId=…`.
 * Each library asks for a resource of its own, since they share one cache.
 */
import { ManagedIdentityCredential } from '@azure/identity'
import { ManagedIdentityApplication } from '@azure/msal-node'

import { outcome, print } from './outcome.ts'

const msalNames = {
  clientId: 'userAssignedClientId',
  objectId: 'userAssignedObjectId',
  resourceId: 'userAssignedResourceId',
} as const

function parse(argument: string): { by: keyof typeof msalNames; value: string } | undefined {
  const [, by, value = ''] = /^(clientId|objectId|resourceId)=(.*)$/.exec(argument) ?? []
  return by === 'clientId' || by === 'objectId' || by === 'resourceId' ? { by, value } : undefined
}

async function identityToken(argument: string) {
  const chosen = parse(argument)
  const credential = new ManagedIdentityCredential(chosen === undefined ? {} : { [chosen.by]: chosen.value })
  const { token, expiresOnTimestamp } = await credential.getToken('https://vault.azure.net/.default')
  return { token, expiresOnTimestamp }
}

async function msalToken(argument: string) {
  const chosen = parse(argument)
  const managedIdentityIdParams = chosen === undefined ? {} : { [msalNames[chosen.by]]: chosen.value }
  const application = new ManagedIdentityApplication({ managedIdentityIdParams })
  const { accessToken, expiresOn } = await application.acquireToken({ resource: 'https://management.azure.com' })
  return { token: accessToken, expiresOnTimestamp: expiresOn?.getTime() }
}

const results: unknown[] = []
for (const argument of process.argv.slice(2)) {
  results.push({
    identity: await outcome(() => identityToken(argument)),
    msal: await outcome(() => msalToken(argument)),
  })
}
print(results)
