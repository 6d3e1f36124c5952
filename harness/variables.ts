/**
 * The template variables of a world: `${name}` in a config's `env`, in recipes and in requests.
 * Every one is documented here and listed by the error for an unknown one.
 */
export const variableDocs = {
  tenantId: "The API's home tenant (GUID).",
  tenantDomain: 'A domain name of the home tenant.',
  secondTenantId: 'Another tenant, on the allow-list of a multi-tenant API.',
  otherTenantId: 'A tenant that is on no list.',
  consumersTenantId: 'The tenant of personal Microsoft accounts.',
  apiClientId: "The API's client ID (GUID).",
  apiAppIdUri: "The API's application ID URI, api://{apiClientId}.",
  audience: 'What `aud` holds in a token for this API: the client ID (v2) or the application ID URI (v1).',
  webAppClientId: 'The client ID of the web app that may call the API.',
  daemonClientId: 'The client ID of the service that may call the API without a user.',
  unlistedClientId: 'A client that is on no allow-list.',
  otherApiClientId: 'The client ID of another API in the same tenant.',
  clientSecret: "The web app's client secret.",
  issuerV1: 'https://sts.windows.net/{tenantId}/',
  issuerV2: 'https://login.microsoftonline.com/{tenantId}/v2.0',
  issuer: 'The issuer of the first declared token version.',
  authority: 'https://login.microsoftonline.com/{tenantId}',
  jwksUri: 'The v2 key set of the home tenant.',
  userId: "The first user's object ID.",
  secondUserId: "The second user's object ID.",
  canaryHost: 'A host that nobody should ever call.',
  canary: 'A recognisable text that must never come back from a refused token.',
  port: 'The port the target listens on (not for targets that are not launched).',
  dataDir: 'An empty folder for this instance, removed when it ends.',
} as const

/** What recipes and requests may name besides: it depends on the case or on the route it goes to. */
export const caseVariableDocs = {
  token: "The case's token (requests only).",
  control: 'The valid token of the matched pair (requests only).',
  path: "The route's path.",
  n: 'The number of the repetition, from 1 (scenarios only).',
  scope:
    "The first scope the route names; else the first one any route names; else access_as_user. The baseline's scp.",
  role: 'The first role the route wants of a user; else the first any route wants; else Reader.',
  appRole: 'The first role the route wants of an application; else the first any route wants; else Service.',
  acrs: 'The authentication context that the claims challenge asks for.',
  anonymousPath: 'The path of the first anonymous GET route; else /.',
  protectedPath: 'The path of the first protected GET route without a placeholder.',
  allowedOrigin: 'The first declared CORS origin.',
  clientPrincipal: 'X-MS-CLIENT-PRINCIPAL as App Service would write it for the first user, with the scope and roles.',
} as const

export type CaseVariableName = keyof typeof caseVariableDocs

/** Changes a template may ask for after a bar, `${scope|upper}`; several apply from the left. */
export const templateFilters = {
  upper: (text: string): string => text.toUpperCase(),
  'but-first': (text: string): string => text.slice(1),
  'but-last': (text: string): string => text.slice(0, -1),
  base64: (text: string): string => Buffer.from(text).toString('base64'),
  /** For a regular expression that means this text. */
  regex: (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
} as const

function applyFilter(text: string, name: string): string {
  switch (name) {
    case 'upper':
    case 'but-first':
    case 'but-last':
    case 'base64':
    case 'regex':
      return templateFilters[name](text)
    default:
      throw new Error(`no template filter "${name}"; there are ${Object.keys(templateFilters).join(', ')}`)
  }
}

export type VariableName = keyof typeof variableDocs
export type Variables = Readonly<Record<VariableName, string>>

const placeholder = /\$\{([^}]*)\}/g

/**
 * Replaces each `${name}` by its value, and `${name|filter}` by the filtered value.
 * @param unknown called for a name that has no value; its result is used instead. Default: kept as it is.
 */
export function fillTemplate(
  text: string,
  variables: Readonly<Record<string, string | undefined>>,
  unknown: (name: string) => string = (name) => `\${${name}}`,
): string {
  return text.replace(placeholder, (_, inner: string) => {
    const [name = '', ...filters] = inner.split('|')
    const value = variables[name]
    return value === undefined ? unknown(name) : filters.reduce(applyFilter, value)
  })
}
