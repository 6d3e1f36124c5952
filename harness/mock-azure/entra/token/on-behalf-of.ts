import type { JsonObject } from '../../../json.ts'
import { type BearerVerdict, type Caller, checkBearer } from '../../access/bearer.ts'
import type { AppSeed } from '../app-contract.ts'
import type { Account } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import type { EntraCloud } from '../request.ts'
import type { SignIn } from '../state.ts'
import { accountIn } from './accounts.ts'
import { authenticateClient } from './client-authentication.ts'
import { readJwt } from './jwt.ts'
import { findClient, type TokenRequest } from './request.ts'
import { answerForUser } from './user-answer.ts'

/**
 * The on-behalf-of flow: an API trades the token it was called with for one to call on.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 */
export async function onBehalfOf(request: TokenRequest): Promise<JsonObject> {
  const { cloud, authority, parameters } = request
  const assertion = parameters.require('assertion')
  if (parameters.require('requested_token_use') !== 'on_behalf_of') {
    throw new EntraFailure(90023, { parameter: 'requested_token_use' })
  }
  const tenant = authority.kind === 'tenant' ? authority.tenant : cloud.directory.tenant(tenantIn(assertion))
  if (tenant === undefined) throw new EntraFailure(50027)
  const client = findClient(request, tenant.id)
  const { proof } = await authenticateClient(request, client, { tenant, credential: 'must' })
  const caller = await readAssertion(cloud, client, assertion)
  if (caller.tenantId !== tenant.id) throw new EntraFailure(50013, { reason: 'The issuer is another tenant.' })
  const account = accountIn(cloud, tenant, caller.principalId, client.clientId)
  return answerForUser(request, {
    account,
    client,
    proof,
    platform: 'web',
    signIn: signInBehind(cloud, caller, account),
    scope: '',
    requirementError: 'interaction_required',
  })
}

function tenantIn(assertion: string): string {
  const tenantId = readJwt(assertion)?.claims['tid']
  return typeof tenantId === 'string' ? tenantId : ''
}

/** @throws {EntraFailure} when it is no delegated access token for the client that shows it */
async function readAssertion({ directory, clock }: EntraCloud, client: AppSeed, assertion: string): Promise<Caller> {
  const audiences = [client.clientId, ...(client.identifierUris ?? [])]
  const verdict = await checkBearer(`Bearer ${assertion}`, { directory, clock, tenantId: undefined, audiences })
  if (!verdict.ok) throw refusal(verdict, client)
  const { caller } = verdict
  if (caller.scopes !== undefined) return caller
  // Only access tokens say which client they were given to.
  if (caller.clientId === '') throw new EntraFailure(240002)
  throw new EntraFailure(7000114, { client: caller.clientId })
}

function refusal(verdict: Extract<BearerVerdict, { ok: false }>, client: AppSeed): EntraFailure {
  switch (verdict.reason) {
    case 'missing':
    case 'malformed':
      return new EntraFailure(50027)
    case 'issuer':
      return new EntraFailure(50013, { reason: 'The issuer is not known.' })
    case 'signature':
      return new EntraFailure(50013, { reason: 'The key was not found or the signature is not valid.' })
    case 'audience':
      return new EntraFailure(500131, { audience: verdict.found, client: client.clientId })
    case 'expired':
    case 'not-yet-valid':
      return new EntraFailure(500133)
  }
}

/** Of a token that this Entra ID did not issue itself, though with its keys, only the token is known. */
function signInBehind({ state, random }: EntraCloud, { claims }: Caller, { user }: Account): SignIn {
  const { uti, iat } = claims
  const known = typeof uti === 'string' ? state.tokenSignIns.get(uti) : undefined
  return (
    known ?? { userId: user.objectId, sid: random.uuid(), at: typeof iat === 'number' ? iat * 1000 : 0, satisfied: [] }
  )
}
