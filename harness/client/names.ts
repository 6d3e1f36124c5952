/** A text, or a regular expression written `/…/flags`. */
export type Pattern = string

/** Which section of the configuration a case is for; `any` takes whichever there is. */
export const systems = ['web-app', 'agent', 'broker', 'any'] as const
export type System = (typeof systems)[number]

export const credentialKinds = ['secret', 'certificate', 'federated'] as const
/** What a web app proves itself with at the token endpoint. */
export type CredentialKind = (typeof credentialKinds)[number]

export const pageNames = [
  'home',
  'signIn',
  'callback',
  'callApi',
  'signOut',
  'signedOut',
  'protected',
  'frontChannelLogout',
] as const
/** The pages of a web app that a configuration declares (`webApp.pages`). */
export type PageName = (typeof pageNames)[number]

export const actionNames = ['chat', 'code'] as const
/** What an agent can be asked to do (`agent.actions`). */
export type ActionName = (typeof actionNames)[number]

/**
 * Where a request of the browser or of a caller goes: a declared place, or a path of the target. `protected` is the first
 * GET route of an API that wants a token, `client` what makes the client of a broker use its credential.
 */
export type Place =
  | `page.${PageName}`
  | `action.${ActionName}`
  | 'token'
  | 'client'
  | 'health'
  | 'protected'
  | `/${string}`

/** Users; their variables are `${userName}`, `${secondUserName}`, `${guestUserName}` and so on. `guest` is at home in another tenant. */
export const userNames = ['first', 'second', 'guest'] as const
export type UserName = (typeof userNames)[number]

/** A part of a URL, a form or a header: exact or a pattern; `null`: it must be absent. */
export type Checks = { readonly [name: string]: Pattern | null }

export type Status = number | '2xx' | '3xx' | '4xx' | '5xx'

/**
 * Variable name to where its value is: `location` (whole), `location.query.<name>`, `form.<name>` (a field of the form
 * that Entra posts back), `json:<pointer>`, `header:<name>`, `cookie:<name>`, `session` (all cookies of the target, as a
 * Cookie header), `body:<regular expression with one group>`.
 */
export type Captures = { readonly [variable: string]: string }

/** Principals of a role assignment: the managed identities. */
export type IdentityName = 'user-assigned' | 'system-assigned' | 'unassigned'
