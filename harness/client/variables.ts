/**
 * The variables of a client world: `${name}` in a client configuration, in client cases and in what they look for.
 * Every one is documented here and listed by the error for an unknown one.
 */
export const clientVariableDocs = {
  tenantId: 'The home tenant (GUID).',
  tenantDomain: 'A domain name of the home tenant.',
  otherTenantId: 'Another tenant, where the target has nothing to do with.',
  authority: 'https://login.microsoftonline.com/{tenantId}',
  issuer: 'https://login.microsoftonline.com/{tenantId}/v2.0',
  webAppClientId: 'The client ID of the web app (GUID).',
  otherAppClientId: 'The client ID of another app in the same tenant.',
  clientSecret: "The web app's client secret.",
  certificateFile: 'Path of a PEM file: its private key and its certificate.',
  certificateKeyFile: 'Path of a PEM file: its private key alone.',
  certificatePublicFile: 'Path of a PEM file: its certificate alone.',
  tlsCertificateFile: 'Path of a PEM file: the certificate with which a broker speaks TLS (`broker.tls`).',
  tlsKeyFile: 'Path of a PEM file: its private key.',
  certificateThumbprint: "The certificate's SHA-1 thumbprint, upper-case hexadecimal.",
  certificateThumbprintSha256: "The certificate's SHA-256 thumbprint, upper-case hexadecimal.",
  certificateX5t: 'That thumbprint as the header x5t writes it: base64url, without padding.',
  certificateX5tS256: 'The same of x5t#S256.',
  credentialSettings:
    'The names of the settings of the kind of credential in use, as alternatives of a regular expression.',
  identityClientId: 'The client ID of the user-assigned managed identity.',
  identityPrincipalId: 'Its object ID: the subject of the federated credential.',
  systemIdentityClientId: 'The client ID of the system-assigned managed identity.',
  systemIdentityPrincipalId: 'Its object ID.',
  unassignedIdentityClientId: 'The client ID of a managed identity that the workload does not have.',
  servicePrincipalClientId: 'The client ID of a service principal with a secret (EnvironmentCredential).',
  servicePrincipalSecret: 'Its secret.',
  federatedTokenFile: 'Path of the projected token of a workload (AZURE_FEDERATED_TOKEN_FILE).',
  apiClientId: 'The client ID of the API that the target calls.',
  apiAppIdUri: 'Its application ID URI, api://{apiClientId}.',
  apiScope: 'api://{apiClientId}/access_as_user',
  apiUrl: 'The origin of the API, https, without a slash at its end.',
  apiHost: 'The host of it.',
  openaiEndpoint: 'The Azure OpenAI account, for example https://contoso-openai-1.openai.azure.com.',
  openaiDeployment: 'The name of its deployed model.',
  sessionPoolEndpoint: 'The pool of sessions, https, without a slash at its end.',
  keyVaultUrl: 'The vault, for example https://contoso-vault-1.vault.azure.net.',
  keyVaultName: 'Its name.',
  vaultSecretName: 'The name of a secret in it, for the client of a broker to read.',
  staleGuid: 'A GUID of nothing: what stands in the environment in place of others (`start.vault: environment-stale`).',
  keyVaultSetting: 'The first setting that comes from the vault (keyVault.secrets).',
  keyVaultSecret: 'The name of its secret.',
  keyVaultValue: 'Its value.',
  keyVaultSecondSetting: 'The second such setting; the first again where there is one alone.',
  keyVaultSecondSecret: 'See `keyVaultSecret`.',
  keyVaultSecondValue: 'See `keyVaultValue`.',
  brokerSecret: 'The secret that callers of a token broker share with it.',
  brokerUrl: 'Where the client of a broker reaches it (`broker.client`): https, without a slash at its end.',
  tokenPath: 'broker.token.path, without the slash it begins with.',
  tokenField: 'broker.token.tokenField.',
  expiryField: 'broker.token.expiryField.',
  scopeParameter: 'broker.token.scopeParameter; also in the names of query parameters.',
  secretHeader: 'broker.secret.header in small letters; also in the names of headers.',
  secretScheme: 'broker.secret.scheme and a blank; empty where there is none.',
  allowedScope: 'The first of broker.allowedScopes; without a list, https://vault.azure.net/.default.',
  otherAllowedScope: 'The second of them; without it, managementScope.',
  allowedResource: 'allowedScope without /.default.',
  allowedHost: 'The host of it.',
  clientShows: 'broker.client.shows.',
  clientBlames: 'broker.client.blames.',
  managementScope: 'https://management.azure.com/.default: a resource that a broker may be asked for.',
  sessionSecret: 'A random text for cookies, 64 hexadecimal digits; the same after a restart.',
  baseUrl: 'Where the target is, as browsers reach it: http://{host}:{port}.',
  redirectUri: 'baseUrl and the path of the callback page.',
  returnParameter: 'webApp.returnParameter; also in the names of query parameters. Empty where none is declared.',
  port: 'The port the target listens on.',
  configDir: "The configuration file's folder.",
  searchPath: "Where the target's programs are found: PATH, which a setting may extend.",
  dataDir: 'An empty folder for this instance; it outlives a restart and is removed at the end.',
  userName: 'The user name of the first user; with `second` and `guest` too: `${secondUserName}`.',
  userDisplayName: "The first user's display name; `${secondUserDisplayName}`, `${guestUserDisplayName}`.",
  userId: "The first user's object ID; `${secondUserId}`, `${guestUserId}`.",
  secondUserName: 'See `userName`.',
  secondUserDisplayName: 'See `userDisplayName`.',
  secondUserId: 'See `userId`.',
  guestUserName: 'See `userName`.',
  guestUserDisplayName: 'See `userDisplayName`.',
  guestUserId: 'See `userId`.',
  canaryHost: 'A host that nobody should ever call.',
  canary: 'A recognisable text.',
} as const

export type ClientVariableName = keyof typeof clientVariableDocs
export type ClientVariables = Readonly<Record<ClientVariableName, string>>

/** What says how a token broker is asked, and its client. */
export type BrokerVariables = Pick<
  ClientVariables,
  | 'tokenPath'
  | 'tokenField'
  | 'expiryField'
  | 'scopeParameter'
  | 'secretHeader'
  | 'secretScheme'
  | 'allowedScope'
  | 'otherAllowedScope'
  | 'allowedResource'
  | 'allowedHost'
  | 'clientShows'
  | 'clientBlames'
>
