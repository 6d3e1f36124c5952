/** Reads secrets, given as `{vault URL}/secrets/{name}`, one after the other. */
import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'

import { outcome, print } from './outcome.ts'

const credential = new DefaultAzureCredential()
const results: unknown[] = []
for (const argument of process.argv.slice(2)) {
  const { origin, pathname } = new URL(argument)
  const client = new SecretClient(origin, credential)
  results.push(await outcome(() => client.getSecret(pathname.replace('/secrets/', ''))))
}
print(results)
