import { describe, expect, it } from 'vitest'

import { scopePolicy } from './scopes.ts'

const vault = 'https://vault.azure.net/.default'
const judge = scopePolicy(new Set([vault]))

describe('scopePolicy', () => {
  it('allows what is on the list, whole', () => {
    expect(judge([vault])).toEqual({ kind: 'allowed', scope: vault })
  })

  it.each([
    'https://vault.azure.net.evil.example/.default',
    'https://vault.azure.net//.default',
    'https://VAULT.azure.net/.default',
    'https://graph.microsoft.com/.default',
    'c1c1c1c1-0000-4000-8000-000000000001/.default',
  ])('%s is another scope', (scope) => {
    expect(judge([scope])).toEqual({ kind: 'not-allowed' })
  })

  it.each([
    ['https://vault.azure.net'],
    [`${vault} ${vault}`],
    [`${vault}\n`],
    ['/.default'],
    ['file:///etc/passwd/.default'],
    [`https://${'a'.repeat(300)}/.default`],
    [vault, vault],
  ])('%s is none', (...scopes) => {
    expect(judge(scopes)).toEqual({ kind: 'malformed' })
  })

  it('no scope is missing', () => {
    expect([judge([]), judge([''])]).toEqual([{ kind: 'missing' }, { kind: 'missing' }])
  })
})
