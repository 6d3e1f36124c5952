import { expect, test } from 'vitest'
import { z } from 'zod'

import type { MockAzure } from '../contract.ts'
import {
  ask,
  consumers,
  consumersId,
  contoso,
  contosoId,
  fabrikam,
  fabrikamId,
  login,
  testCloud,
  testKeys,
} from '../testing/cloud.ts'

const keySet = z.strictObject({ keys: z.array(z.looseObject({ kid: z.string(), issuer: z.string().optional() })) })
type Keys = z.infer<typeof keySet>['keys']

async function keysAt(mock: MockAzure, path: string): Promise<Keys> {
  return keySet.parse(await (await ask(mock, `${login}/${path}`)).json()).keys
}

const kids = (keys: Keys): ReadonlySet<string> => new Set(keys.map(({ kid }) => kid))
const kidsOf = (...tenants: readonly (typeof contoso)[]): ReadonlySet<string> =>
  new Set(tenants.flatMap(({ keys }) => keys.map(({ kid }) => kid)))

test('a v2 key has exactly the members Entra ID publishes: an issuer and no alg', async () => {
  const [key] = await keysAt(testCloud(), `${contosoId}/discovery/v2.0/keys`)
  const { kid, n, x5c } = contoso.keys[0].publicJwk
  expect(key).toEqual({
    kty: 'RSA',
    use: 'sig',
    kid,
    x5t: kid,
    n,
    e: 'AQAB',
    x5c: [x5c[0]],
    issuer: `${login}/{tenantid}/v2.0`,
  })
})

test('a v1 key is the same without the issuer', async () => {
  const [key] = await keysAt(testCloud(), `${contosoId}/discovery/keys`)
  expect(key).toEqual(contoso.keys[0].publicJwk)
})

test('a key set may be kept for a day and read from any origin', async () => {
  const { headers } = await ask(testCloud(), `${login}/common/discovery/v2.0/keys`)
  expect(headers.get('cache-control')).toBe('max-age=86400, private')
  expect(headers.get('access-control-allow-origin')).toBe('*')
})

test.each([
  [`${contosoId}/discovery/v2.0/keys`, kidsOf(contoso)],
  ['contoso.example/discovery/v2.0/keys', kidsOf(contoso)],
  [`${fabrikamId}/discovery/v2.0/keys`, kidsOf(fabrikam)],
  ['consumers/discovery/v2.0/keys', kidsOf(consumers)],
  [`${consumersId}/discovery/v2.0/keys`, kidsOf(consumers)],
  ['organizations/discovery/v2.0/keys', kidsOf(contoso, fabrikam)],
  ['common/discovery/v2.0/keys', kidsOf(contoso, fabrikam, consumers)],
  [`${contosoId}/discovery/keys`, kidsOf(contoso)],
  ['common/discovery/keys', kidsOf(contoso, fabrikam)],
  ['organizations/discovery/keys', kidsOf(contoso, fabrikam)],
  ['consumers/discovery/keys', new Set<string>()],
])('%s holds the keys of its tenants', async (path, expected) => {
  const keys = await keysAt(testCloud(), path)
  expect(kids(keys)).toEqual(expected)
  expect(keys).toHaveLength(expected.size)
})

test('only personal accounts’ keys name their tenant', async () => {
  const keys = await keysAt(testCloud(), 'common/discovery/v2.0/keys')
  for (const { kid, issuer } of keys) {
    const tenant = kidsOf(consumers).has(kid) ? consumersId : '{tenantid}'
    expect(issuer).toBe(`${login}/${tenant}/v2.0`)
  }
})

test('a key that tenants share is in the common set once', async () => {
  const mock = testCloud({ tenants: [contoso, { ...fabrikam, keys: contoso.keys }] })
  expect(await keysAt(mock, 'common/discovery/keys')).toHaveLength(contoso.keys.length)
})

test('publishing, rollover and retirement show at the next request, in one cloud only', async () => {
  const [mock, other] = [testCloud(), testCloud()]
  const next = await testKeys.key('contoso-next')
  const keys = mock.directory.tenant(contosoId)?.keys
  const now = async (): Promise<ReadonlySet<string>> => kids(await keysAt(mock, `${contosoId}/discovery/v2.0/keys`))
  const [first, second] = [...kidsOf(contoso)]

  keys?.rollover(next)
  expect(await now()).toEqual(new Set([first, second, next.kid]))
  keys?.retire(first ?? '')
  expect(await now()).toEqual(new Set([second, next.kid]))
  expect(kids(await keysAt(mock, 'common/discovery/keys'))).toContain(next.kid)
  expect(kids(await keysAt(other, `${contosoId}/discovery/v2.0/keys`))).toEqual(kidsOf(contoso))
})
