import { describe, expect, it } from 'vitest'

import { resourceGroup, subscription, systemIdentity, userIdentity } from '../testing/workload.ts'
import { createRoleAssignments } from './role-assignments.ts'

const vault = `${resourceGroup}/providers/Microsoft.KeyVault/vaults/kv-app`
const reader = { principalId: systemIdentity.principalId, role: 'Key Vault Secrets User', scope: vault }

function has(scope: string, resource = vault): boolean {
  return createRoleAssignments([{ ...reader, scope }]).has(reader.principalId, [reader.role], resource)
}

describe('a role assignment', () => {
  it.each([vault, `${vault}/`, vault.toUpperCase(), resourceGroup, subscription, '/'])(
    'at %s reaches the vault',
    (scope) => {
      expect(has(scope)).toBe(true)
    },
  )

  it.each([
    `${vault}/secrets/one`,
    `${vault}-2`,
    vault.slice(0, -1),
    `${subscription}/resourceGroups/rg-ap`,
    `${subscription}/resourceGroups/rg-application`,
  ])('at %s does not', (scope) => {
    expect(has(scope)).toBe(false)
  })

  it('reaches what lies below its scope', () => {
    expect(has(vault, `${vault}/secrets/one`)).toBe(true)
  })

  it('is of one principal and one role', () => {
    const roles = createRoleAssignments([reader])
    expect(roles.has(userIdentity.principalId, [reader.role], vault)).toBe(false)
    expect(roles.has(systemIdentity.clientId, [reader.role], vault)).toBe(false)
    expect(roles.has(reader.principalId, ['Key Vault Reader'], vault)).toBe(false)
    expect(roles.has(reader.principalId, [], vault)).toBe(false)
    expect(roles.has(reader.principalId.toUpperCase(), ['Other', 'key vault secrets user'], vault)).toBe(true)
  })

  it('can be given and taken away', () => {
    const roles = createRoleAssignments([])
    roles.assign(reader)
    expect(roles.has(reader.principalId, [reader.role], vault)).toBe(true)
    roles.remove({ ...reader, scope: `${vault.toUpperCase()}/` })
    expect(roles.all).toEqual([])
    expect(roles.has(reader.principalId, [reader.role], vault)).toBe(false)
  })
})
