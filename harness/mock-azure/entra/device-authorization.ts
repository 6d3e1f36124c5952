import { base64url } from 'jose'

import type { JsonObject } from '../../json.ts'
import { entraHosts, findAuthority } from './authority.ts'
import { accountFor, provenBySignIn } from './authorize/account-choice.ts'
import { giveConsents, neededConsents } from './authorize/consent.ts'
import { findAuthorizeClient } from './authorize/redirection.ts'
import type { SignInRequest } from './authorize/request.ts'
import { EntraFailure, unknownTenant } from './errors.ts'
import { assignedRoles } from './issue/access-token.ts'
import type { EntraCloud, EntraRequest } from './request.ts'
import { newSignIn } from './sign-in.ts'
import type { DeviceAuthorization } from './state.ts'
import { readParameters } from './token/parameters.ts'
import { checkEnabled } from './token/user-answer.ts'

const lifetimeSeconds = 900
const intervalSeconds = 5
/** Letters and digits that nobody mistakes for another. */
const userCodeAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const userCodeLength = 9

/**
 * `/{tenant}/oauth2/v2.0/devicecode` (RFC 8628 §3.1).
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 * @throws {EntraFailure}
 */
export function authorizeDevice(request: EntraRequest, version: '1.0' | '2.0'): JsonObject {
  const { cloud, authority, segment, url, headers, body } = request
  if (authority === undefined) throw unknownTenant(segment)
  const parameters = readParameters(headers, body)
  const client = findAuthorizeClient(request, authority, parameters.require('client_id'))
  const scope = version === '2.0' ? parameters.require('scope') : `${parameters.require('resource')}/.default`
  const deviceCode = base64url.encode(cloud.random.bytes(96))
  const userCode = newUserCode(cloud)
  const expiresAt = cloud.clock.now() + lifetimeSeconds * 1000
  cloud.state.devices.set(deviceCode, {
    clientId: client.clientId,
    segment,
    scope,
    userCode,
    expiresAt,
    state: 'pending',
  })
  const verificationUri = `https://${entraHosts.has(url.hostname) ? 'login.microsoft.com' : url.host}/device`
  const seconds = (value: number): string | number => (version === '2.0' ? value : String(value))
  return {
    user_code: userCode,
    device_code: deviceCode,
    [version === '2.0' ? 'verification_uri' : 'verification_url']: verificationUri,
    expires_in: seconds(lifetimeSeconds),
    interval: seconds(intervalSeconds),
    message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
  }
}

function newUserCode({ random }: EntraCloud): string {
  return [...random.bytes(userCodeLength)].map((byte) => userCodeAlphabet[byte % userCodeAlphabet.length]).join('')
}

/** @returns the device code that shows a user code which is still good */
export function findUserCode({ state, clock }: EntraCloud, userCode: string): string | undefined {
  const typed = userCode.replaceAll(/[\s-]/g, '').toUpperCase()
  for (const [deviceCode, device] of state.devices) {
    if (device.userCode === typed && device.state === 'pending' && device.expiresAt > clock.now()) return deviceCode
  }
  return undefined
}

/** What the user of a device signs in to. */
export function findDevice(cloud: EntraCloud, { clientId, segment, scope }: DeviceAuthorization): SignInRequest {
  const authority = findAuthority(cloud.directory, segment)
  const client = cloud.directory.tenants
    .flatMap(({ id }) => cloud.directory.apps(id))
    .find((app) => app.clientId === clientId)
  if (authority === undefined || client === undefined) throw new EntraFailure(50089)
  return { authority, client, scope, asked: { capabilities: [], required: [] } }
}

/** With nobody in front of a browser, the automatic user signs in as soon as the device asks. */
export function approveAutomatically(cloud: EntraCloud, device: DeviceAuthorization): void {
  const { signIn: mode } = cloud.control
  if (mode.mode !== 'automatic' || mode.user === undefined) return
  const wanted = findDevice(cloud, device)
  const account = accountFor(cloud, wanted, mode.user)
  checkEnabled(account)
  assignedRoles(cloud, account, wanted.client)
  const needed = neededConsents(cloud, wanted, account)
  if (needed.length > 0 && mode.consent === 'decline') {
    device.state = 'declined'
    return
  }
  giveConsents(cloud, wanted, account, needed)
  const signIn = newSignIn(cloud, account, provenBySignIn(cloud, wanted, account))
  device.state = { signIn, tenantId: account.tenant.id }
}
