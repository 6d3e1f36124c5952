import { describe, expect, it } from 'vitest'

import { html } from './html.ts'
import { tokenTable } from './render-token-html.ts'
import { differencesOf, membersOf } from './render-token.ts'
import { sampleFinding } from './sample-results.ts'

const header = { alg: 'RS256', kid: 'k' }

describe('the difference between two tokens', () => {
  it('is shown path by path, valid value first', () => {
    expect(
      differencesOf({
        controlToken: { header, claims: { aud: 'ours', scp: 'read' } },
        token: { header: { ...header, alg: 'none' }, claims: { aud: ['theirs'] } },
        difference: ['header.alg', 'claims.aud', 'claims.scp', 'signature'],
      }),
    ).toEqual([
      { path: 'header.alg', control: '"RS256"', attack: '"none"', differs: true },
      { path: 'claims.aud', control: '"ours"', attack: '["theirs"]', differs: true },
      { path: 'claims.scp', control: '"read"', attack: undefined, differs: true },
      { path: 'signature', control: undefined, attack: undefined, differs: true },
    ])
  })

  it('finds names that hold dots, and deeper places', () => {
    const pair = {
      controlToken: { claims: { 'https://a.example/x': 1, cnf: { jwk: { kty: 'RSA' } } } },
      token: { claims: { 'https://a.example/x': 2, cnf: { jwk: { kty: 'oct' } } } },
      difference: ['claims.https://a.example/x', 'claims.cnf.jwk.kty'],
    }
    expect(differencesOf(pair).map(({ control, attack }) => [control, attack])).toEqual([
      ['1', '2'],
      ['"RSA"', '"oct"'],
    ])
  })

  it('reads no member that a token inherits', () => {
    const pair = {
      controlToken: { claims: {} },
      token: { claims: {} },
      difference: ['claims.__proto__', 'claims.toString'],
    }
    expect(differencesOf(pair).map(({ control, attack }) => [control, attack])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  })

  it('says times as dates too, as far as there are dates', () => {
    const pair = {
      controlToken: { claims: { exp: 1_800_003_600 } },
      token: { claims: { exp: 1e300 } },
      difference: ['claims.exp'],
    }
    expect(differencesOf(pair)).toMatchObject([{ control: '1800003600 (2027-01-15T09:00:00Z)', attack: '1e+300' }])
  })
})

describe('every member of two tokens', () => {
  it('is listed once, those that differ marked', () => {
    const rows = membersOf({
      controlToken: { header, claims: { aud: 'ours' } },
      token: { header, claims: { aud: 'theirs', extra: true } },
      difference: ['claims.aud', 'claims.extra', 'signature'],
    })
    expect(rows.map(({ path, differs }) => [path, differs])).toEqual([
      ['header.alg', false],
      ['header.kid', false],
      ['claims.aud', true],
      ['claims.extra', true],
      ['signature', true],
    ])
  })

  it('takes a part that is not an object as one', () => {
    const rows = membersOf({ controlToken: { claims: { aud: 'a' } }, token: { claims: [1] }, difference: ['claims'] })
    expect(rows).toEqual([{ path: 'claims', control: '{"aud":"a"}', attack: '[1]', differs: true }])
  })
})

describe('as a table', () => {
  it('marks what differs, in words as well as in colour', () => {
    const { html: table } = tokenTable(sampleFinding())
    const [marked, ...others] = table.split('<tr').filter((row) => row.includes('→'))
    expect(others).toEqual([])
    expect(marked).toContain('<b>claims.aud</b>')
    expect(marked).toMatch(/33333333.*[^]*<b>.*55555555/)
  })

  it('lets no claim become markup', () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&\u202e'
    const { html: table } = tokenTable(
      sampleFinding({
        token: { claims: { [hostile]: hostile }, note: hostile },
        controlToken: { claims: {} },
        difference: [hostile],
      }),
    )
    expect(table).not.toContain('<img')
    expect(table).not.toContain('\u202e')
    expect(table).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })

  it('is not there for nothing', () => {
    const { controlToken: _control, token: _token, ...without } = sampleFinding({ difference: [] })
    expect(tokenTable(without).html).toBe('')
  })
})

describe('markup', () => {
  it('escapes values, keeps markup and joins lists', () => {
    expect(html`<p title="${'"<>\''}">${[html`<b>${1}</b>`, '&']}</p>`.html).toBe(
      '<p title="&quot;&lt;&gt;&#39;"><b>1</b>&amp;</p>',
    )
  })
})
