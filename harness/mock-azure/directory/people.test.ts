import { expect, test } from 'vitest'

import { contosoId, fabrikamId, nobodyId } from '../testing/cloud.ts'
import { firstUser, secondUser, stranger, userCloud, visit, visitor } from '../testing/entra.ts'

const group = { objectId: 'a9a9a9a9-0000-4000-8000-000000000001', tenantId: contosoId, displayName: 'Group' }

test('a user is found by name or object ID, in any case; a guest under both', () => {
  const { directory } = userCloud()
  for (const name of [firstUser.objectId.toUpperCase(), firstUser.userName.toUpperCase()]) {
    expect(directory.account(contosoId, name)?.user).toBe(firstUser)
    expect(directory.account(fabrikamId, name)).toBeUndefined()
  }
  for (const name of [visitor.objectId, visit.objectId, visitor.userName]) {
    expect(directory.account('contoso.example', name)).toMatchObject({ objectId: visit.objectId, user: visitor })
  }
  expect(directory.account(fabrikamId, visitor.userName)).toMatchObject({ objectId: visitor.objectId })
  expect(directory.account(nobodyId, firstUser.userName)).toBeUndefined()
})

test('a tenant’s accounts are its members and its guests', () => {
  const { directory } = userCloud()
  const namesIn = (tenant: string) => directory.accounts(tenant).map(({ user }) => user.userName)
  expect(namesIn(contosoId)).toEqual([firstUser, secondUser, visitor].map(({ userName }) => userName))
  expect(namesIn(fabrikamId)).toEqual([visitor, stranger].map(({ userName }) => userName))
})

test('a change is there at once and leaves the seed alone', () => {
  const { directory } = userCloud()
  directory.changeUser(firstUser.objectId, { disabled: true })
  expect(directory.user(firstUser.userName)?.disabled).toBe(true)
  expect(firstUser.disabled).toBeUndefined()
})

test('groups within groups, in a circle too', () => {
  const [a, b, c] = ['1', '2', '3'].map((n) => group.objectId.slice(0, -1) + n)
  if (a === undefined || b === undefined || c === undefined) throw new Error('three of them')
  const { directory } = userCloud({
    groups: [
      { ...group, objectId: a, members: [firstUser.objectId, c] },
      { ...group, objectId: b, members: [a.toUpperCase()] },
      { ...group, objectId: c, members: [b] },
    ],
  })
  expect([...directory.groupsOf(contosoId, firstUser.objectId)].toSorted()).toEqual([a, b, c])
  expect(directory.groupsOf(fabrikamId, firstUser.objectId)).toEqual([])
  expect(directory.groupsOf(contosoId, secondUser.objectId)).toEqual([])
})

test.each([
  [
    'two users of one name',
    { users: [firstUser, { ...secondUser, userName: firstUser.userName.toUpperCase() }] },
    'MOCK_DUPLICATE',
  ],
  [
    'two users of one object ID',
    { users: [firstUser, { ...secondUser, objectId: firstUser.objectId }] },
    'MOCK_DUPLICATE',
  ],
  ['a user of no tenant', { users: [{ ...firstUser, tenantId: nobodyId }] }, 'MOCK_TENANT_UNKNOWN'],
  ['a guest who is no user', { guests: [{ ...visit, userId: nobodyId }] }, 'MOCK_USER_UNKNOWN'],
  ['a guest at home', { guests: [{ ...visit, tenantId: fabrikamId }] }, 'MOCK_DUPLICATE'],
  ['a guest twice', { guests: [visit, visit] }, 'MOCK_DUPLICATE'],
  ['a guest of no tenant', { guests: [{ ...visit, tenantId: nobodyId }] }, 'MOCK_TENANT_UNKNOWN'],
  ['a group of no tenant', { groups: [{ ...group, tenantId: nobodyId, members: [] }] }, 'MOCK_TENANT_UNKNOWN'],
  [
    'two groups of one object ID',
    { groups: [group, group].map((seed) => ({ ...seed, members: [] })) },
    'MOCK_DUPLICATE',
  ],
])('%s cannot be seeded', (_, seeds, code) => {
  expect(() => userCloud(seeds)).toThrow(expect.objectContaining({ code }))
})

test('nobody can change a user who is not there', () => {
  const { directory } = userCloud()
  expect(() => directory.changeUser(nobodyId, { disabled: true })).toThrow(
    expect.objectContaining({ code: 'MOCK_USER_UNKNOWN' }),
  )
})
