/** What can happen to a secret, in the vault given. */
import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'

import { outcome, print } from './outcome.ts'

const client = new SecretClient(process.argv[2] ?? '', new DefaultAzureCredential())
const poll = { intervalInMs: 10 }

async function names(pages: AsyncIterable<{ name: string }>): Promise<string[]> {
  const found: string[] = []
  for await (const { name } of pages) found.push(name)
  return found
}

const first = await client.setSecret('life', 'one', { contentType: 'text/plain', tags: { made: 'here' } })
await client.setSecret('life', 'two')
const listed = await names(client.listPropertiesOfSecrets())
const versions = await names(client.listPropertiesOfSecretVersions('life'))
const older = await client.getSecret('life', { version: first.properties.version ?? '' })
await client.updateSecretProperties('life', first.properties.version ?? '', { enabled: false })
const disabled = await outcome(() => client.getSecret('life', { version: first.properties.version ?? '' }))
const deletion = await client.beginDeleteSecret('life', poll)
const deleted = await deletion.pollUntilDone()
const gone = await outcome(() => client.getSecret('life'))
const again = await outcome(() => client.setSecret('life', 'three'))
const deletedNames = await names(client.listDeletedSecrets())
const recovery = await client.beginRecoverDeletedSecret('life', poll)
await recovery.pollUntilDone()
const recovered = await client.getSecret('life')
await (await client.beginDeleteSecret('life', poll)).pollUntilDone()
await client.purgeDeletedSecret('life')
const purged = await outcome(() => client.getDeletedSecret('life'))

print({ listed, versions, older, disabled, deleted, gone, again, deletedNames, recovered, purged })
