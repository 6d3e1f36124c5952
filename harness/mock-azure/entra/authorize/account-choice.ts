import { issuerV1 } from '../authority.ts'
import type { Account, Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import { requirements } from '../issue/claims-request.ts'
import { findTargets, readScopes, type Target } from '../issue/target.ts'
import type { EntraCloud } from '../request.ts'
import type { Session, SignIn } from '../state.ts'
import type { SignInRequest } from './request.ts'

/** Where a user signs in to: the tenant of the path, or else their own. */
export function accountFor(cloud: EntraCloud, { authority, client }: SignInRequest, userId: string): Account {
  const { directory } = cloud
  const user = directory.user(userId) ?? guestOf(cloud, authority, userId)
  const name = authority.kind === 'tenant' ? authority.tenant.displayName : authority.segment
  if (user === undefined) throw new EntraFailure(50034, { user: userId, tenant: name })
  const tenant = authority.kind === 'tenant' ? authority.tenant : directory.tenant(user.tenantId)
  const isMeant = tenant !== undefined && (authority.segment !== 'organizations' || tenant.kind === 'organization')
  const account = isMeant ? directory.account(tenant.id, user.objectId) : undefined
  if (account !== undefined) return account
  const idp = issuerV1(user.tenantId)
  throw new EntraFailure(50020, { user: user.userName, idp, tenant: name, client: client.displayName })
}

function guestOf({ directory }: EntraCloud, authority: SignInRequest['authority'], objectId: string) {
  return authority.kind === 'tenant' ? directory.account(authority.tenant.id, objectId)?.user : undefined
}

/** Everybody who could sign in, for the page. */
export function selectableAccounts(
  { directory }: EntraCloud,
  { authority, domainHint }: SignInRequest,
): readonly Account[] {
  const tenants: readonly Tenant[] = authority.kind === 'tenant' ? [authority.tenant] : directory.tenants
  return tenants
    .filter(({ kind }) => authority.segment !== 'organizations' || kind === 'organization')
    .flatMap(({ id }) => directory.accounts(id))
    .filter(({ home, tenant }) => authority.kind === 'tenant' || home.id === tenant.id)
    .filter(({ home }) => domainHint === undefined || isHint(domainHint, home))
}

function isHint(hint: string, { domain, kind }: Tenant): boolean {
  if (hint === 'organizations' || hint === 'consumers') return (hint === 'consumers') === (kind === 'consumers')
  return hint.toLowerCase() === domain
}

/** The browser's sign-ins that fit the request; of several only the one that is hinted at, if any. */
export function fittingSignIns(
  cloud: EntraCloud,
  wanted: SignInRequest,
  session: Session | undefined,
): readonly { readonly signIn: SignIn; readonly account: Account }[] {
  const fitting = (session?.signIns ?? []).flatMap((signIn) => {
    const account = selectableAccounts(cloud, wanted).find(({ user }) => user.objectId === signIn.userId)
    return account === undefined ? [] : [{ signIn, account }]
  })
  const hint = wanted.loginHint?.toLowerCase()
  if (hint === undefined) return fitting
  // A hint may also be the `login_hint` claim of an earlier ID token.
  const isHinted = ({ user }: Account): boolean =>
    user.userName.toLowerCase() === hint || hint === loginHintOf(user.userName).toLowerCase()
  return fitting.filter(({ account }) => isHinted(account))
}

function loginHintOf(userName: string): string {
  return Buffer.from(`O.${userName}`).toString('base64url')
}

/** The APIs a request is about. */
export function wantedTargets({ directory }: EntraCloud, wanted: SignInRequest, account: Account): readonly Target[] {
  const { resource, scope, client } = wanted
  if (resource === undefined) return findTargets(directory, account.tenant.id, client, readScopes(scope))
  const app = directory.app(account.tenant.id, resource)
  if (app === undefined) throw new EntraFailure(500011, { resource, tenant: account.tenant.id })
  return [{ app, name: resource, prefix: '', permissions: 'default' }]
}

/** What a new sign-in for the request proves. */
export function provenBySignIn(cloud: EntraCloud, wanted: SignInRequest, account: Account): readonly string[] {
  const targets = wantedTargets(cloud, wanted, account)
  return [...new Set([...wanted.asked.required, ...targets.flatMap(({ app }) => requirements(app, wanted.asked))])]
}
