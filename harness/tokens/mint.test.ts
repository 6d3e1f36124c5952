import { createLocalJWKSet, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'

import { InternalError } from '../errors.ts'
import { createKeySource } from '../key-source.ts'
import { fixedNow, testContext } from './context.test-support.ts'
import { mint, type MintContext } from './mint.ts'

let context: MintContext
beforeAll(async () => {
  context = await testContext(createKeySource())
})

const shapes = {
  'delegated 1.0':
    'aud iss iat nbf exp acr aio amr appid appidacr family_name given_name ipaddr name oid rh roles scp sub tid unique_name upn uti ver',
  'delegated 2.0': 'aud iss iat nbf exp aio azp azpacr name oid preferred_username rh roles scp sub tid uti ver',
  'app-only 1.0': 'aud iss iat nbf exp aio appid appidacr idp oid rh roles sub tid uti ver',
  'app-only 2.0': 'aud iss iat nbf exp aio azp azpacr oid rh roles sub tid uti ver',
  'id-token 2.0': 'aud iss iat nbf exp aio name nonce oid preferred_username rh roles sid sub tid uti ver',
} as const

describe('baselines', () => {
  it.each(['delegated', 'app-only'] as const)(
    '%s: jose accepts v1 and v2 with the issuer and audience of each',
    async (baseline) => {
      const keys = createLocalJWKSet({ keys: [{ ...context.key('tenant').publicJwk, x5c: [] }] })
      const { tenantId, apiClientId, apiAppIdUri } = context.variables
      for (const [version, issuer, audience] of [
        ['1.0', `https://sts.windows.net/${tenantId}/`, apiAppIdUri],
        ['2.0', `https://login.microsoftonline.com/${tenantId}/v2.0`, apiClientId],
      ] as const) {
        const { wire } = await mint({ baseline, version }, context)
        const options = {
          issuer,
          audience: audience ?? '',
          algorithms: ['RS256'],
          currentDate: new Date(fixedNow * 1000),
        }
        const { payload } = await jwtVerify(wire, keys, options)
        expect(payload['ver']).toBe(version)
      }
    },
  )

  it.each(Object.entries(shapes))('%s has the claims Entra ID puts there, in order', async (name, claims) => {
    const [baseline, version] = name.split(' ')
    const token = await mint(
      {
        baseline: baseline === 'id-token' ? 'id-token' : baseline === 'app-only' ? 'app-only' : 'delegated',
        version: version === '1.0' ? '1.0' : '2.0',
      },
      context,
    )
    expect(Object.keys(token.claims ?? {}).join(' ')).toBe(claims)
  })

  it('are five minutes old and live 65 minutes', async () => {
    const { claims } = await mint({ baseline: 'delegated' }, context)
    expect(claims).toMatchObject({ iat: fixedNow - 300, nbf: fixedNow - 300, exp: fixedNow + 3600 })
  })

  it('name the certificate in the header of v1 tokens alone', async () => {
    const { kid } = context.key('tenant')
    const [v1, v2] = await Promise.all([
      mint({ baseline: 'delegated', version: '1.0' }, context),
      mint({ baseline: 'delegated', version: '2.0' }, context),
    ])
    expect(v1.header).toStrictEqual({ typ: 'JWT', alg: 'RS256', x5t: kid, kid })
    expect(v2.header).toStrictEqual({ typ: 'JWT', alg: 'RS256', kid })
  })

  it('of an app-only token have no scp, and one object ID for subject and principal', async () => {
    const { claims } = await mint({ baseline: 'app-only' }, context)
    expect(claims).not.toHaveProperty('scp')
    expect(claims?.['oid']).toBe(claims?.['sub'])
    expect(claims?.['roles']).toStrictEqual(context.identity.appRoles)
  })

  it('of an ID token are for the client that asked', async () => {
    const { claims } = await mint({ baseline: 'id-token' }, context)
    expect(claims?.['aud']).toBe(context.variables['webAppClientId'])
  })

  it('leave roles out where none are assigned', async () => {
    const plain = { ...context, identity: { ...context.identity, roles: [], appRoles: [] } }
    for (const baseline of ['delegated', 'app-only'] as const) {
      expect((await mint({ baseline }, plain)).claims).not.toHaveProperty('roles')
    }
  })

  it('are the same for the same context, and have another uti for another token', async () => {
    const recipe = { baseline: 'delegated' } as const
    const [first, again, other] = await Promise.all([
      mint(recipe, context),
      mint(recipe, context),
      mint(recipe, { ...context, tokenId: 'other' }),
    ])
    expect(again.wire).toBe(first.wire)
    expect(other.claims?.['uti']).not.toBe(first.claims?.['uti'])
  })
})

it('refuses a variable that does not exist, by its name', async () => {
  const recipe = {
    baseline: 'delegated',
    mutations: [{ op: 'set', part: 'claims', values: { aud: '${apiClientID}' } }],
  } as const
  const minted = mint(recipe, context)
  await expect(minted).rejects.toThrow(InternalError)
  await expect(minted).rejects.toThrow('apiClientID')
})

it('keeps what only looks like a variable', async () => {
  const recipe = {
    baseline: 'delegated',
    mutations: [{ op: 'set', part: 'header', values: { kid: '${7*7}' } }],
  } as const
  expect((await mint(recipe, context)).header?.['kid']).toBe('${7*7}')
})
