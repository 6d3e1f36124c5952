import { base64url } from 'jose'

import { entraPage } from '../answers.ts'
import type { Account } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import { accountPage, consentPage } from '../html/sign-in-pages.ts'
import { assignedRoles } from '../issue/access-token.ts'
import { checkRequirements } from '../issue/claims-request.ts'
import type { EntraRequest } from '../request.ts'
import { findSession, keepSignIn } from '../session.ts'
import { newSignIn } from '../sign-in.ts'
import type { Interaction, SignIn } from '../state.ts'
import { checkEnabled } from '../token/user-answer.ts'
import { accountFor, fittingSignIns, provenBySignIn, selectableAccounts, wantedTargets } from './account-choice.ts'
import { describeConsents, giveConsents, neededConsents } from './consent.ts'
import { succeed } from './finish.ts'
import type { Purpose } from './purpose.ts'

/** How long a user may take over the pages. */
const interactionLifetimeMs = 60 * 60 * 1000
/** More than these are not offered; any can be typed in. */
const mostAccounts = 50

type NewInteraction = Interaction extends infer One ? (One extends Interaction ? Omit<One, 'expiresAt'> : never) : never

/**
 * Starts a sign-in: with the browser's session if that is enough, automatically if the cloud is set so, else with a page.
 * @throws {EntraFailure} for `prompt=none` whatever would need a page
 */
export async function begin(request: EntraRequest, purpose: Purpose, interaction: NewInteraction): Promise<Response> {
  const { cloud } = request
  const { wanted } = purpose
  // A device's user confirms on a page: who has the user code may be somebody else.
  const fitting = purpose.kind === 'device' ? [] : fittingSignIns(cloud, wanted, findSession(request))
  const [only, ...others] = fitting
  if (wanted.prompt === 'none') {
    if (only === undefined) throw new EntraFailure(50058)
    if (others.length > 0) throw new EntraFailure(16000)
    return silently(request, purpose, only)
  }
  const isForced = wanted.prompt === 'login' || wanted.prompt === 'select_account'
  if (!isForced && only !== undefined && others.length === 0 && isEnough(request, purpose, only)) {
    return proceed(request, purpose, only, interaction)
  }
  const account = automaticAccount(request, purpose)
  if (account !== undefined) return signInAs(request, purpose, account, interaction)
  return showAccounts(request, purpose, keepInteraction(request, interaction))
}

interface SignedIn {
  readonly account: Account
  readonly signIn: SignIn
}

/** Without any page: what one would ask for is an error. */
async function silently(request: EntraRequest, purpose: Purpose, { account, signIn }: SignedIn): Promise<Response> {
  const { cloud } = request
  const { wanted } = purpose
  for (const { app } of wantedTargets(cloud, wanted, account)) {
    checkRequirements(app, wanted.asked, signIn, 'interaction_required')
  }
  checkUser(request, purpose, account)
  if (neededConsents(cloud, wanted, account).length > 0) {
    throw new EntraFailure(65001, { client: wanted.client.clientId }, { as: 'consent_required' })
  }
  return succeed(request, purpose, account, signIn)
}

function isEnough({ cloud }: EntraRequest, { wanted }: Purpose, { account, signIn }: SignedIn): boolean {
  return provenBySignIn(cloud, wanted, account).every((requirement) => signIn.satisfied.includes(requirement))
}

function automaticAccount({ cloud }: EntraRequest, { wanted }: Purpose): Account | undefined {
  const { signIn: mode } = cloud.control
  if (mode.mode !== 'automatic') return undefined
  const name = wanted.loginHint ?? mode.user
  return name === undefined ? undefined : accountFor(cloud, wanted, name)
}

/** The user proved who they are: goes on to whatever else is needed. */
export async function signInAs(
  request: EntraRequest,
  purpose: Purpose,
  account: Account,
  interaction: NewInteraction,
): Promise<Response> {
  const { cloud } = request
  checkEnabled(account)
  const signIn = newSignIn(cloud, account, provenBySignIn(cloud, purpose.wanted, account))
  const withCookie = keepSignIn(request, signIn)
  return withCookie(await proceed(request, purpose, { account, signIn }, interaction))
}

/** Consent, if it is needed; then the answer. */
async function proceed(
  request: EntraRequest,
  purpose: Purpose,
  { account, signIn }: SignedIn,
  interaction: NewInteraction,
): Promise<Response> {
  const { cloud } = request
  const { wanted } = purpose
  checkUser(request, purpose, account)
  const needed = neededConsents(cloud, wanted, account)
  if (needed.length === 0 && wanted.prompt !== 'consent') return succeed(request, purpose, account, signIn)
  const { signIn: mode } = cloud.control
  if (mode.mode === 'page') {
    return showConsent(request, purpose, account, keepInteraction(request, { ...interaction, signIn }))
  }
  if (mode.consent === 'decline') throw new EntraFailure(65004)
  giveConsents(cloud, wanted, account, needed)
  return succeed(request, purpose, account, signIn)
}

function checkUser({ cloud }: EntraRequest, { wanted }: Purpose, account: Account): void {
  checkEnabled(account)
  assignedRoles(cloud, account, wanted.client)
}

/** @returns the value of the pages' hidden field */
function keepInteraction({ cloud: { state, random, clock } }: EntraRequest, interaction: NewInteraction): string {
  for (const [context, { expiresAt }] of state.interactions) {
    // The oldest come first.
    if (expiresAt > clock.now()) break
    state.interactions.delete(context)
  }
  const context = base64url.encode(random.bytes(32))
  state.interactions.set(context, { ...interaction, expiresAt: clock.now() + interactionLifetimeMs })
  return context
}

export async function showAccounts(
  { cloud, segment }: EntraRequest,
  { wanted }: Purpose,
  context: string,
  problem?: string,
): Promise<Response> {
  const hint = wanted.loginHint?.toLowerCase()
  const selectable = selectableAccounts(cloud, wanted)
  const hinted = selectable.filter(({ user }) => user.userName.toLowerCase() === hint)
  const accounts = (hinted.length > 0 ? hinted : selectable).slice(0, mostAccounts)
  const form = { action: `/${segment}/login`, context, ...(problem === undefined ? {} : { problem }) }
  return entraPage(await accountPage(form, wanted.client, accounts), cloud.random)
}

async function showConsent(
  { cloud, segment }: EntraRequest,
  { wanted }: Purpose,
  account: Account,
  context: string,
): Promise<Response> {
  const form = { action: `/${segment}/consent/set`, context }
  const permissions = describeConsents(cloud, wanted, account)
  return entraPage(await consentPage(form, wanted.client, account, permissions), cloud.random)
}
