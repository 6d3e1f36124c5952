import { expect, test } from 'vitest'
import { z } from 'zod'
import { cloudVariables } from '../../fixtures/cloud.ts'
import { contoso, contosoId, fabrikam, login, testCloud } from '../mock-azure/testing/cloud.ts'
import { publish, type Publisher } from './publish.ts'

const keySetSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) })

function platform(): Publisher & { keySet(path: string): Promise<readonly Record<string, unknown>[]> } {
  const mock = testCloud()
  return {
    mock,
    variables: { ...cloudVariables(1, '2.0'), tenantId: contosoId },
    key: (ref) => (ref === 'tenant' ? contoso.keys[0] : fabrikam.keys[0]),
    async keySet(path) {
      const answer = await mock.handle(new Request(`${login}${path}`))
      return keySetSchema.parse(await answer?.json()).keys
    },
  }
}

const v1 = '/common/discovery/keys'
const v2 = `/${contosoId}/discovery/v2.0/keys`

test('entries of several steps stand around the genuine keys, in both versions', async () => {
  const cloud = platform()
  publish({ do: 'publish', jwk: { kty: 'oct', kid: 'a' }, position: 'first' }, cloud)
  publish({ do: 'publish', jwk: { kty: 'oct', kid: 'b' }, position: 'last' }, cloud)
  publish({ do: 'publish', jwk: { kty: 'oct', kid: 'c' }, position: 'last' }, cloud)
  const genuine = contoso.keys.map(({ kid }) => kid)
  for (const path of [v1, v2]) {
    expect((await cloud.keySet(path)).map(({ kid }) => kid)).toEqual(['a', ...genuine, 'b', 'c'])
  }
})

test('members are replaced, removed and filled, and a key can take the identity of another', async () => {
  const cloud = platform()
  const jwk = { use: null, key_ops: ['encrypt'], issuer: 'https://login.microsoftonline.com/${otherTenantId}/v2.0' }
  publish({ do: 'publish', key: 'other-tenant', kidOf: 'tenant', jwk, position: 'first' }, cloud)
  const [entry] = await cloud.keySet(v2)
  expect(entry).toMatchObject({
    kid: contoso.keys[0].kid,
    x5t: contoso.keys[0].publicJwk.x5t,
    n: fabrikam.keys[0].publicJwk.n,
    key_ops: ['encrypt'],
    issuer: `https://login.microsoftonline.com/${cloud.variables.otherTenantId}/v2.0`,
  })
  expect(entry).not.toHaveProperty('use')
})

test('the genuine keys keep the issuer Entra gives them in the v2 set', async () => {
  const cloud = platform()
  const before = await cloud.keySet(v2)
  publish({ do: 'publish', jwk: { kty: 'oct' }, position: 'last' }, cloud)
  expect((await cloud.keySet(v2)).slice(0, -1)).toEqual(before)
})
