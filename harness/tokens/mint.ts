import { base64url } from 'jose'

import { InternalError } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { baselineClaims, type TokenInput } from './claims.ts'
import { read } from './describe.ts'
import { type DocumentMutation, type Draft, draft, mutateDraft, toBytes } from './document.ts'
import type { Baseline, MintedToken, Mutation, TokenRecipe } from './recipe.ts'
import { type Bytes, type Signer, signerOf } from './signing.ts'
import type { ValueScope } from './values.ts'
import { isWireMutation, mutateWire } from './wire.ts'

/** Who the baselines are issued to, and for what. */
export interface MintIdentity {
  /** Where the recipe names no version. */
  readonly version: '1.0' | '2.0'
  readonly scopes: readonly string[]
  /** Roles of the user. */
  readonly roles: readonly string[]
  /** Roles of the client: in app-only tokens. */
  readonly appRoles: readonly string[]
  /** Defaults: `${userId}`, the web app, and the daemon for app-only tokens. */
  readonly userId?: string
  readonly clientId?: string
}

/** Everything minting depends on. Equal contexts give equal tokens (a JWE and a PS signature apart: they are random). */
export interface MintContext extends ValueScope {
  readonly identity: MintIdentity
  /** The baseline's own time, seconds. Default `now`. A pair has the same, so that it differs in one point alone. */
  readonly issuedAt?: number
  /**
   * The public key the API decrypts tokens with, as a JWK. Default: the home tenant's signing key, the nearest an
   * attacker has.
   */
  readonly apiEncryptionKey?: JsonObject
  /** A token that is there already: it is changed instead of a baseline, and signed again. */
  readonly genuine?: { readonly header: JsonObject; readonly claims: JsonObject }
  /** Tells one token from the next of the same identity. Default: always the same, so that a pair differs in one point. */
  readonly tokenId?: string
}

/**
 * Makes the token a recipe describes.
 * @throws {InternalError} RECIPE_UNKNOWN_VARIABLE, RECIPE_INVALID
 */
export async function mint(recipe: TokenRecipe, context: MintContext): Promise<MintedToken> {
  const mutations = recipe.mutations ?? []
  const signer = signerOf(mutations, context)
  const parts = drafts(recipe, context, signer)
  const header = base64url.encode(toBytes(parts.header))
  const payload = toBytes(grown(parts.claims, mutations, header.length))
  const signed: string[] = [header, base64url.encode(payload)]
  const signature = await signer.sign(signingInput(header, payload, signer.unencoded), () => original(recipe, context))
  if (signature !== undefined) signed.push(base64url.encode(signature))

  let wire = signed.join('.')
  const tools = {
    scope: context,
    apiEncryptionKey: context.apiEncryptionKey ?? context.key('tenant').publicJwk,
    sign: async (input: string): Promise<string> =>
      base64url.encode((await signer.sign(utf8(input), () => original(recipe, context))) ?? new Uint8Array()),
    anotherToken: async (): Promise<string> =>
      (await mint({ ...recipe, mutations: [] }, { ...context, tokenId: 'another' })).wire,
  }
  for (const mutation of mutations.filter(isWireMutation)) wire = await mutateWire(wire, mutation, tools)
  const { header: readHeader, claims } = read(wire)
  return {
    wire,
    ...(isJsonObject(readHeader) ? { header: readHeader } : {}),
    ...(isJsonObject(claims) ? { claims } : {}),
  }
}

function drafts(recipe: TokenRecipe, context: MintContext, signer: Signer): { header: Draft; claims: Draft } {
  let { header, claims } = unchanged(recipe, context, signer)
  for (const mutation of (recipe.mutations ?? []).filter(isDocumentMutation)) {
    if (mutation.part === 'header') header = mutateDraft(header, mutation, context)
    else claims = mutateDraft(claims, mutation, context)
  }
  return { header, claims }
}

function unchanged(recipe: TokenRecipe, context: MintContext, signer: Signer): { header: Draft; claims: Draft } {
  const { kid } = signer.headerKey
  const { genuine } = context
  if (genuine !== undefined) {
    return { header: draft({ ...genuine.header, alg: signer.alg, kid }), claims: draft(genuine.claims) }
  }
  const input = inputOf(recipe.baseline, recipe.version ?? context.identity.version, context)
  const v1 = input.version === '1.0' && recipe.baseline !== 'id-token'
  return {
    header: draft({ typ: 'JWT', alg: signer.alg, ...(v1 ? { x5t: kid } : {}), kid }),
    claims: draft(baselineClaims(recipe.baseline, input)),
  }
}

function isDocumentMutation(mutation: Mutation): mutation is DocumentMutation {
  return 'part' in mutation
}

/** The identity of a context with the variables that complete it. */
function inputOf(baseline: Baseline, version: '1.0' | '2.0', context: MintContext): TokenInput {
  const { identity, tokenId = 'first' } = context
  const now = context.issuedAt ?? context.now
  const variable = (name: string): string => {
    const value = context.variables[name]
    if (value !== undefined) return value
    throw new InternalError('MINT_CONTEXT', `The variable ${name} is missing.`, 'Give all the variables of a world.')
  }
  const clientId = identity.clientId ?? variable(baseline === 'app-only' ? 'daemonClientId' : 'webAppClientId')
  const api = variable(version === '1.0' ? 'apiAppIdUri' : 'apiClientId')
  return {
    version,
    tenantId: variable('tenantId'),
    clientId,
    clientAuthentication: '1',
    audience: baseline === 'id-token' ? clientId : api,
    now,
    tokenId,
    user: {
      objectId: identity.userId ?? variable('userId'),
      userName: `first.user@${variable('tenantDomain')}`,
      givenName: 'First',
      familyName: 'User',
    },
    servicePrincipalId: servicePrincipalId(clientId),
    scopes: identity.scopes,
    roles: identity.roles,
    appRoles: identity.appRoles,
  }
}

/** An application's service principal has an object ID of its own; here the client ID with another first group. */
function servicePrincipalId(clientId: string): string {
  return `5e5e5e5e${clientId.slice(8)}`
}

/** With `grow`, the claims padded so that the compact token has about that many bytes. */
function grown(claims: Draft, mutations: readonly Mutation[], headerLength: number): Draft {
  const grow = mutations.findLast((mutation) => mutation.op === 'grow')
  if (grow === undefined) return claims
  /** Two periods and a 2048-bit signature. */
  const rest = headerLength + 2 + 342
  const payloadBytes = Math.floor(((grow.bytes - rest) * 3) / 4)
  const padding = payloadBytes - toBytes(claims).length - ',"padding":""'.length
  const text = JSON.stringify('p'.repeat(Math.max(0, padding)))
  return { ...claims, members: [...claims.members, { name: 'padding', text }] }
}

function signingInput(header: string, payload: Bytes, unencoded: boolean): Bytes {
  if (!unencoded) return utf8(`${header}.${base64url.encode(payload)}`)
  return Uint8Array.from(Buffer.concat([utf8(`${header}.`), payload]))
}

/** The signature of the same token as Entra ID would have signed it. */
async function original(recipe: TokenRecipe, context: MintContext): Promise<Bytes> {
  const mutations = (recipe.mutations ?? []).filter(
    (mutation) => isDocumentMutation(mutation) && mutation.part === 'claims',
  )
  const { wire } = await mint({ ...recipe, mutations }, context)
  return new Uint8Array(base64url.decode(wire.split('.')[2] ?? ''))
}

function utf8(text: string): Bytes {
  return Uint8Array.from(Buffer.from(text, 'utf8'))
}
