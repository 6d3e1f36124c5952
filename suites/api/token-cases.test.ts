import { createLocalJWKSet, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'

import type { Case, ExchangeCase } from '../../harness/case.ts'
import { createKeySource } from '../../harness/key-source.ts'
import { fixedNow, testContext } from '../../harness/tokens/context.test-support.ts'
import { difference } from '../../harness/tokens/describe.ts'
import { mint, type MintContext } from '../../harness/tokens/mint.ts'
import type { MintedToken, TokenRecipe } from '../../harness/tokens/recipe.ts'
import { formatCases } from './format.ts'
import { headerCases } from './headers.ts'
import { signatureCases } from './signature.ts'

const groups: readonly (readonly [group: string, cases: readonly Case[]])[] = [
  ['signature', signatureCases],
  ['headers', headerCases],
  ['format', formatCases],
]
const cases = groups.flatMap(([, members]) => members)
const exchanges: readonly (ExchangeCase & { readonly token: TokenRecipe })[] = cases.flatMap((item) =>
  item.kind === 'exchange' && item.token !== undefined ? [{ ...item, token: item.token }] : [],
)

interface Pair {
  readonly item: ExchangeCase
  readonly control: MintedToken
  readonly attack: MintedToken
}

let context: MintContext
let pairs: readonly Pair[]
beforeAll(async () => {
  context = await testContext(createKeySource(), 'other-tenant', 'consumers')
  pairs = await Promise.all(
    exchanges.map(async (item) => ({
      item,
      control: await mint(item.control?.token ?? { baseline: item.token.baseline }, context),
      attack: await mint(item.token, context),
    })),
  )
})

/** A validator that does everything RFC 8725 asks for with jose, and nothing that is special to Entra. */
async function joseAccepts({ wire }: MintedToken): Promise<boolean> {
  const published = [context.key('tenant'), context.key('tenant-second')]
  const keys = createLocalJWKSet({
    keys: published.map(({ publicJwk }) => ({ ...publicJwk, x5c: [...publicJwk.x5c] })),
  })
  const options = {
    algorithms: ['RS256'],
    issuer: context.variables['issuer'] ?? '',
    audience: context.variables['audience'] ?? '',
    requiredClaims: ['exp'],
    clockTolerance: 300,
    currentDate: new Date(fixedNow * 1000),
  }
  return jwtVerify(wire, keys, options).then(
    () => true,
    () => false,
  )
}

/** What jose leaves to the application: these claims are not its business. */
const beyondJose = new Set(['api.format.duplicate.tid.wrong-last', 'api.format.duplicate.scp.wrong-last'])

describe('the cases of signature, headers and format', () => {
  it.each(groups)('%s: ids say their group', (group, members) => {
    expect(members.filter(({ id }) => !id.startsWith(`api.${group}.`)).map(({ id }) => id)).toStrictEqual([])
  })

  it('have ids of their own, in lower case', () => {
    const ids = cases.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toStrictEqual([])
    expect(ids.filter((id) => !/^api(\.[a-z0-9-]+){2,}$/.test(id))).toStrictEqual([])
  })

  it('survive being written as JSON', () => {
    expect(JSON.parse(JSON.stringify(cases))).toStrictEqual(cases)
  })

  it('quote a requirement that requires something', () => {
    const vague = cases.filter(({ requirement }) => !/\b(MUST|SHOULD|MAY)\b/.test(requirement.text))
    expect(vague.map(({ requirement }) => requirement.source)).toStrictEqual([])
  })

  it('alarm about what can happen: nothing that only the issuer could make is high or critical', () => {
    const alarming = cases.filter(
      ({ maker, severity }) => maker === 'issuer-only' && /^(critical|high)$/.test(severity),
    )
    expect(alarming.map(({ id }) => id)).toStrictEqual([])
  })
})

describe('every attack', () => {
  it('stands beside a control that jose accepts', async () => {
    const accepted = await Promise.all(pairs.map(({ control }) => joseAccepts(control)))
    expect(pairs.filter((_, index) => accepted[index] === false).map(({ item }) => item.id)).toStrictEqual([])
  })

  it('differs from its control, in the token or in the request', () => {
    const same = pairs.filter(({ item, control, attack }) => control.wire === attack.wire && item.request === undefined)
    expect(same.map(({ item }) => item.id)).toStrictEqual(['api.headers.typ.jwt'])
  })

  it('has a difference that can be named', () => {
    const unnamed = pairs.filter(
      ({ control, attack }) => control.wire !== attack.wire && difference(control, attack).length === 0,
    )
    expect(unnamed.map(({ item }) => item.id)).toStrictEqual([])
  })

  it('is another than every other', () => {
    const seen = new Map<string, string>()
    const twins: string[] = []
    for (const { item, attack } of pairs) {
      const key = `${attack.wire} ${JSON.stringify(item.request ?? {})}`
      const twin = seen.get(key)
      if (twin !== undefined) twins.push(`${item.id} = ${twin}`)
      seen.set(key, item.id)
    }
    expect(twins).toStrictEqual([])
  })

  it('that MUST be denied for its token is refused by jose', async () => {
    const attacks = pairs.filter(
      ({ item, control, attack }) =>
        item.level === 'MUST' &&
        item.expect.outcome === 'denied' &&
        control.wire !== attack.wire &&
        !beyondJose.has(item.id),
    )
    const accepted = await Promise.all(attacks.map(({ attack }) => joseAccepts(attack)))
    expect(attacks.filter((_, index) => accepted[index]).map(({ item }) => item.id)).toStrictEqual([])
    expect(attacks.length).toBeGreaterThan(300)
  })

  it('that is expected to be accepted is accepted by jose', async () => {
    const valid = pairs.filter(({ item }) => item.expect.outcome === 'accepted')
    expect(await Promise.all(valid.map(({ attack }) => joseAccepts(attack)))).toStrictEqual(valid.map(() => true))
    expect(valid.length).toBeGreaterThan(2)
  })

  it('fits into a header field of 16 KB, but for those about size', () => {
    const large = pairs.filter(({ attack }) => attack.wire.length > 15_600)
    expect(large.map(({ item }) => item.id)).toStrictEqual([
      'api.format.header.nested-10000-deep',
      'api.format.payload.nested-10000-deep',
      'api.format.size.16-kb',
      'api.format.size.64-kb',
      'api.format.size.1-mb',
    ])
  })

  it('that no HTTP client would send goes over a bare socket', () => {
    const unsendable = pairs.filter(
      ({ item, attack }) => /[\r\n\0]|[^\t\u0020-\u00ff]/.test(attack.wire) && item.request?.raw !== true,
    )
    expect(unsendable.map(({ item }) => item.id)).toStrictEqual([])
    const withoutNeed = pairs.filter(({ item }) => item.request?.raw === true && !item.needs.includes('raw-socket'))
    expect(withoutNeed.map(({ item }) => item.id)).toStrictEqual([])
  })
})
