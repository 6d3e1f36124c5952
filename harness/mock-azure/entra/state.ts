import type { RedirectUris } from './app-contract.ts'

/** What a sign-in proved. Codes, refresh tokens, sessions and the tokens themselves come from one. */
export interface SignIn {
  /** Object ID at home. */
  readonly userId: string
  readonly sid: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The essential claims and policies it answered, as `acrs:c1` and `polids:{id}`. */
  readonly satisfied: readonly string[]
}

/** What a client may get tokens with, on behalf of a user. */
interface Delegation {
  readonly signIn: SignIn
  readonly clientId: string
  /** Where the user signed in to. */
  readonly tenantId: string
  /** The kind of redirect URI it came by; a client without one is public. */
  readonly platform: keyof RedirectUris
  /** As it was asked for. */
  readonly scope: string
  readonly expiresAt: number
}

export interface AuthorizationCode extends Delegation {
  /** The path's first segment at /authorize: a code is redeemed under the same one or its tenant. */
  readonly segment: string
  readonly redirectUri: string
  readonly challenge?: { readonly method: 'S256' | 'plain'; readonly value: string }
  readonly nonce?: string
  /** The claims request, JSON. */
  readonly claims?: string
  redeemed: boolean
}

interface RefreshToken extends Delegation {
  revoked: boolean
}

/** A device that waits for its user (RFC 8628 §3.2). */
export interface DeviceAuthorization {
  readonly clientId: string
  readonly segment: string
  readonly scope: string
  readonly userCode: string
  readonly expiresAt: number
  state: 'pending' | 'declined' | 'redeemed' | { readonly signIn: SignIn; readonly tenantId: string }
}

/** A user on the way through the sign-in pages. What was asked is kept as it came and read again with each step. */
export type Interaction = (
  | { readonly kind: 'authorize'; readonly segment: string; readonly version: '1.0' | '2.0'; readonly query: string }
  | { readonly kind: 'device'; readonly deviceCode: string }
) & { readonly expiresAt: number; /** Once the user proved who they are. */ signIn?: SignIn }

/** A browser's sign-ins, at most one of each user. */
export interface Session {
  signIns: readonly SignIn[]
}

/** Everything Entra ID remembers between two requests. */
export interface EntraState {
  readonly codes: Map<string, AuthorizationCode>
  readonly refreshTokens: Map<string, RefreshToken>
  /** By device code. */
  readonly devices: Map<string, DeviceAuthorization>
  /** By the hidden field of the pages. */
  readonly interactions: Map<string, Interaction>
  /** By cookie. */
  readonly sessions: Map<string, Session>
  /** The clients that used a sign-in, by its `sid`, and the tenant that each got its ID token from. */
  readonly clients: Map<string, Map<string, string>>
  /** The sign-in behind an access token, by its `uti`. */
  readonly tokenSignIns: Map<string, SignIn>
}

export function createEntraState(): EntraState {
  return {
    codes: new Map(),
    refreshTokens: new Map(),
    devices: new Map(),
    interactions: new Map(),
    sessions: new Map(),
    clients: new Map(),
    tokenSignIns: new Map(),
  }
}

/** Remembers everything; the function it returns goes back to that. */
export function saveEntraState(state: EntraState): () => void {
  const saved = structuredClone(state)
  return () => {
    const { codes, refreshTokens, devices, interactions, sessions, clients, tokenSignIns } = structuredClone(saved)
    refill(state.codes, codes)
    refill(state.refreshTokens, refreshTokens)
    refill(state.devices, devices)
    refill(state.interactions, interactions)
    refill(state.sessions, sessions)
    refill(state.clients, clients)
    refill(state.tokenSignIns, tokenSignIns)
  }
}

function refill<T>(map: Map<string, T>, saved: ReadonlyMap<string, T>): void {
  map.clear()
  for (const [key, value] of saved) map.set(key, value)
}

/** Ends what a user's earlier sign-ins still allow, but for tokens already issued. */
export function revokeSignIns(state: EntraState, userId: string): void {
  const isTheirs = (signIn: SignIn): boolean => signIn.userId.toLowerCase() === userId.toLowerCase()
  for (const token of state.refreshTokens.values()) if (isTheirs(token.signIn)) token.revoked = true
  for (const [code, { signIn }] of state.codes) if (isTheirs(signIn)) state.codes.delete(code)
  for (const session of state.sessions.values()) {
    session.signIns = session.signIns.filter((signIn) => !isTheirs(signIn))
  }
}
