import type { Endpoint, LedgerEntry } from '../mock-azure/contract.ts'
import type { Seed } from '../seed/schema.ts'

/** True for a request that a browser made, and not an app: SDKs do not call themselves Mozilla. */
export function isBrowsers({ requestHeaders }: LedgerEntry): boolean {
  return requestHeaders['user-agent']?.startsWith('Mozilla/5.0') === true
}

/** One request as a person reads it: when, what came of it, who asked, where, and what for. */
export function ledgerLine(entry: LedgerEntry, seed: Seed): string {
  const { pathname } = new URL(entry.url)
  const time = new Date(entry.at).toTimeString().slice(0, 8)
  const where = seed.tenants.reduce((path, { id, domain }) => path.replace(id, domain), `${entry.host}${pathname}`)
  const what = [
    entry.refused ? 'no host of the cloud: refused' : purpose(entry, seed),
    entry.error ?? '',
    entry.faulted ? 'faulted' : '',
  ]
  const status = entry.refused ? '---' : String(entry.status).padStart(3, '0')
  const who = isBrowsers(entry) ? 'browser' : 'app    '
  return [`${time}  ${status}  ${who}  ${entry.method.padEnd(4)} ${where}`, ...what.filter((text) => text !== '')].join(
    '  · ',
  )
}

function purpose(entry: LedgerEntry, seed: Seed): string {
  const query = new URL(entry.url).searchParams
  const form = new URLSearchParams(entry.requestBody)
  const read = endpointPurposes[entry.endpoint ?? 'canary']
  return read === undefined ? '' : read({ query, form, app: (id) => appName(seed, id) })
}

interface Asked {
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly app: (clientId: string | null) => string
}

const managedIdentity = ({ query, form, app }: Asked): string =>
  [`a token for ${query.get('resource') ?? form.get('resource')}`, app(query.get('client_id') ?? query.get('clientid'))]
    .filter((text) => text !== '')
    .join(', ')

const endpointPurposes: { readonly [endpoint in Endpoint]?: (asked: Asked) => string } = {
  'entra.authorize': ({ query, app }) => `sign in to ${app(query.get('client_id'))} for ${query.get('scope')}`,
  'entra.token': ({ form, app }) =>
    [app(form.get('client_id')), form.get('grant_type'), provenBy(form), form.get('scope') ?? '']
      .filter((text) => text !== '')
      .join(', '),
  'imds.token': managedIdentity,
  'app-service.token': managedIdentity,
  'azure-ml.token': managedIdentity,
  'cloud-shell.token': managedIdentity,
  'service-fabric.token': managedIdentity,
}

function provenBy(form: URLSearchParams): string {
  const assertion = form.get('client_assertion')
  // The ledger shows the claims of an assertion. Only one that the app has signed names the app as its issuer.
  if (assertion !== null) return assertion.includes('"iss":"https:') ? 'by a federated token' : 'by a certificate'
  return form.has('client_secret') ? 'by a secret' : 'without a credential'
}

function appName(seed: Seed, clientId: string | null): string {
  if (clientId === null) return ''
  const known = [
    ...seed.apps.map((app) => [app.clientId, app.displayName] as const),
    ...seed.workload.identities.map((identity) => [identity.clientId, identity.name] as const),
  ]
  return known.find(([id]) => id === clientId.toLowerCase())?.[1] ?? clientId
}
