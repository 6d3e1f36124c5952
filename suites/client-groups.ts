import type { Group } from './group.ts'

/** In the order they are tried and shown. */
export const clientGroups: readonly Group[] = [
  {
    id: 'web-app.sign-in',
    title: 'Sign-in',
    purpose: 'A user is signed in by an answer that Entra ID gave to this browser, and by nothing else.',
  },
  {
    id: 'web-app.session',
    title: 'Session',
    purpose: 'Who is signed in stays apart from everybody else, and is signed out when asked.',
  },
  {
    id: 'web-app.calling-the-api',
    title: 'Calling the API',
    purpose: 'The access token goes to the API alone, and what the API answers is dealt with.',
  },
  {
    id: 'credentials.secret',
    title: 'Client secret',
    purpose: 'The app proves itself with its secret, which nobody else sees.',
  },
  {
    id: 'credentials.certificate',
    title: 'Certificate',
    purpose: 'The app proves itself with assertions that its certificate signs.',
  },
  {
    id: 'credentials.federated',
    title: 'Federated assertion',
    purpose: 'The app proves itself with a token of its managed identity, and has no secret.',
  },
  {
    id: 'credentials.managed-identity',
    title: 'Managed identity',
    purpose: 'Each service is called with a token of the identity for that service.',
  },
  {
    id: 'configuration.key-vault',
    title: 'Key Vault fallback',
    purpose: 'Settings come from the vault where one is named, and never silently from anywhere else.',
  },
  {
    id: 'caches.tokens',
    title: 'Token cache and refresh',
    purpose: 'Tokens are used again while they are good, renewed in time, and kept apart.',
  },
  {
    id: 'caches.signing-keys',
    title: 'Signing key cache',
    purpose: 'Keys are fetched seldom, and in time when they change.',
  },
  {
    id: 'token-broker.access',
    title: 'Access to the broker',
    purpose: 'Only callers who know the secret get tokens, for allowed scopes alone.',
  },
  {
    id: 'token-broker.cache',
    title: 'Caches of the broker',
    purpose: 'One upstream request serves many callers, and failures upstream are told.',
  },
  {
    id: 'token-broker.client',
    title: 'Client of the broker',
    purpose: 'The Azure SDK works with the tokens of the broker, which are kept and renewed, and failures are told.',
  },
]
