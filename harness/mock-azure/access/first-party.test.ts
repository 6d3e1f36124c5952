import { expect, test } from 'vitest'

import { contosoId, fabrikamId, testCloud } from '../testing/cloud.ts'
import { firstPartyApps } from './first-party.ts'

test("Microsoft's own services exist in every tenant, with or without the trailing slash", () => {
  const { directory } = testCloud()
  for (const tenant of [contosoId, fabrikamId]) {
    for (const app of firstPartyApps) {
      for (const name of [app.clientId, ...(app.identifierUris ?? []).flatMap((uri) => [uri, `${uri}/`])]) {
        expect(directory.app(tenant, name)).toBe(app)
      }
    }
  }
})

test('a registration of the seeds hides the service of the same name', () => {
  const { directory } = testCloud()
  const own = { clientId: 'c9c9c9c9-0000-4000-8000-000000000009', tenantId: contosoId, displayName: 'Own Key Vault' }
  directory.addApp({ ...own, identifierUris: ['https://vault.azure.net'] })
  expect(directory.app(contosoId, 'https://vault.azure.net')).toMatchObject(own)
  expect(directory.app(fabrikamId, 'https://vault.azure.net')?.displayName).toBe('Azure Key Vault')
})
