import { ConfigError } from '../../errors.ts'
import type { Account, Directory, GroupSeed, GuestSeed, Tenant, UserSeed } from '../entra/contract.ts'
import { saveCollections } from '../save.ts'

type People = Pick<
  Directory,
  'users' | 'user' | 'addUser' | 'changeUser' | 'addGuest' | 'account' | 'accounts' | 'addGroup' | 'groupsOf' | 'save'
>

/** The users, guests and groups of one cloud. */
export function createPeople(tenant: (idOrDomain: string) => Tenant | undefined): People {
  const users: UserSeed[] = []
  const guests: GuestSeed[] = []
  const groups: GroupSeed[] = []

  const home = (what: string, tenantId: string): Tenant => {
    const found = tenant(tenantId)
    if (found !== undefined) return found
    const message = `The ${what} belongs to the tenant ${tenantId}, which does not exist.`
    throw new ConfigError('MOCK_TENANT_UNKNOWN', message, 'Add the tenant before what belongs to it.')
  }
  const user: Directory['user'] = (idOrName) =>
    users.find(({ objectId, userName }) => same(objectId, idOrName) || same(userName, idOrName))

  const accountOf = (seed: UserSeed, where: Tenant): Account | undefined => {
    const account = { tenant: where, user: seed, home: home(`user ${seed.userName}`, seed.tenantId) }
    if (account.home.id === where.id) return { ...account, objectId: seed.objectId }
    const guest = guests.find(
      ({ userId, tenantId }) => same(userId, seed.objectId) && tenant(tenantId)?.id === where.id,
    )
    return guest && { ...account, objectId: guest.objectId }
  }
  const accounts: Directory['accounts'] = (tenantId) => {
    const where = tenant(tenantId)
    return where === undefined ? [] : users.flatMap((seed) => accountOf(seed, where) ?? [])
  }

  return {
    users,
    user,
    addUser(seed) {
      home(`user ${seed.userName}`, seed.tenantId)
      const taken = [seed.objectId, seed.userName].find((name) => user(name) !== undefined)
      if (taken !== undefined) throw duplicate('user', taken)
      users.push(seed)
      return seed
    },
    changeUser(objectId, change) {
      const index = users.findIndex((seed) => same(seed.objectId, objectId))
      const before = users[index]
      if (before === undefined) throw unknownUser(objectId)
      const after = { ...before, ...change }
      users[index] = after
      return after
    },
    addGuest(seed) {
      const invited = user(seed.userId)
      if (invited === undefined) throw unknownUser(seed.userId)
      const where = home(`guest ${invited.userName}`, seed.tenantId)
      if (accountOf(invited, where) !== undefined) throw duplicate('guest', invited.userName)
      guests.push(seed)
    },
    account: (tenantId, idOrName) =>
      accounts(tenantId).find((account) => {
        const { objectId, userName } = account.user
        return [account.objectId, objectId, userName].some((name) => same(name, idOrName))
      }),
    accounts,
    addGroup(seed) {
      home(`group ${seed.displayName}`, seed.tenantId)
      if (groups.some(({ objectId }) => same(objectId, seed.objectId))) throw duplicate('group', seed.objectId)
      groups.push(seed)
    },
    groupsOf(tenantId, objectId) {
      const own = groups.filter((group) => tenant(group.tenantId)?.id === tenant(tenantId)?.id)
      return transitiveGroups(own, objectId)
    },
    save: () => saveCollections([users, guests, groups]),
  }
}

function transitiveGroups(groups: readonly GroupSeed[], objectId: string): readonly string[] {
  const found = new Set<string>()
  const visit = (member: string): void => {
    for (const group of groups) {
      if (found.has(group.objectId) || !group.members.some((id) => same(id, member))) continue
      found.add(group.objectId)
      visit(group.objectId)
    }
  }
  visit(objectId)
  return [...found]
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function unknownUser(objectId: string): ConfigError {
  const message = `The stand-in cloud has no user ${objectId}.`
  return new ConfigError('MOCK_USER_UNKNOWN', message, 'Add the user first, and name it by its object ID at home.')
}

function duplicate(what: 'user' | 'guest' | 'group', name: string): ConfigError {
  const message = `The stand-in cloud already has the ${what} ${name}.`
  return new ConfigError('MOCK_DUPLICATE', message, `Give each ${what} an identifier of its own.`)
}
