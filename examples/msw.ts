// Unmodified SDKs in the same process, for instance in a test: MSW hands their requests to the stand-in cloud.
import { ClientSecretCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'
import { createCloud } from 'entra-conformance/mock-azure'
import { startMsw } from 'entra-conformance/msw'

// The cloud of `entra-conformance mock`: see harness/seed/default.seed.yaml.
const { mock, control, seed } = await createCloud()
await using _network = startMsw(mock)

const credential = new ClientSecretCredential(
  'a1a1a1a1-0000-4000-8000-000000000001',
  'c5c5c5c5-0000-4000-8000-000000000001',
  'mock-secret-of-the-daemon',
)
const vault = new SecretClient(seed.environment['AZURE_KEY_VAULT_URL'] ?? '', credential)

console.log('before:', (await vault.getSecret('database-password')).value)
control.vaults.setSecret('contoso-vault', { name: 'database-password', value: 'another' })
console.log('after:', (await vault.getSecret('database-password')).value)
