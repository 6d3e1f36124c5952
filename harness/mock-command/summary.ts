import type { Seed } from '../seed/schema.ts'
import type { RunningCloud } from './start.ts'

/** What a person needs to use the cloud: addresses, and who and what is in it. */
export function renderSummary(cloud: RunningCloud): string {
  const { seed, proxyUrl, authorityUrl, controlServer } = cloud
  const { url, secret } = controlServer
  const addresses = [
    ['proxy', proxyUrl],
    ...(authorityUrl === undefined ? [] : [['authority', `${authorityUrl}/${seed.tenants[0]?.id}`]]),
    ['ledger', `${url}/#${secret}`],
    ['', `curl -N --noproxy '*' -H 'Authorization: Bearer ${secret}' ${url}/ledger/stream`],
    ['control', `${url}, see docs/mock.md`],
  ]
  return [
    table('Addresses', addresses),
    table(
      'Tenants',
      seed.tenants.map(({ displayName, domain, id }) => [displayName, domain, id]),
    ),
    table('Apps', seed.apps.map(appRow)),
    table('Users', userRows(cloud)),
    table(
      'Managed identities',
      seed.workload.identities.map(({ name, kind, clientId, principalId }) => [
        name,
        kind,
        `client ${clientId} · object ${principalId}`,
      ]),
    ),
    table('Key Vault', vaultRows(seed)),
    table('Downstream', downstreamRows(seed)),
  ]
    .filter((text) => text !== '')
    .join('\n')
}

function appRow(app: Seed['apps'][number]): readonly string[] {
  const secrets = (app.secrets ?? []).map((secret) => (typeof secret === 'string' ? secret : secret.value))
  const scopes = (app.scopes ?? []).map((scope) => (typeof scope === 'string' ? scope : scope.value))
  const parts = [
    ['secret', secrets],
    ['URI', app.identifierUris ?? []],
    ['certificate', app.newCertificate === undefined ? [] : [`$${app.newCertificate.fileVariable}`]],
    ['scopes', scopes],
    ['roles', app.appRoles ?? []],
    ['redirects', Object.values(app.redirectUris ?? {}).flat()],
  ] as const
  const shown = parts.flatMap(([name, values]) => (values.length === 0 ? [] : [`${name} ${values.join(' ')}`]))
  return [app.displayName, app.clientId, shown.join(' · ')]
}

/** Who can sign in: name, password, app roles. */
export function userRows({ seed }: Pick<RunningCloud, 'seed'>): readonly (readonly string[])[] {
  return seed.users.map(({ userName, password, objectId }) => {
    const roles = seed.appRoleAssignments.flatMap(({ principalId, role }) =>
      principalId === objectId ? (role ?? []) : [],
    )
    return [userName, password ?? '(no password)', roles.join(' ')]
  })
}

function vaultRows({ vaults }: Seed): readonly (readonly string[])[] {
  return vaults.flatMap(({ name, secrets = [] }) => {
    const host = `${name.toLowerCase()}.vault.azure.net`
    return secrets.length === 0 ? [[host]] : secrets.map((secret) => [host, secret.name, secret.value])
  })
}

function downstreamRows({ downstream }: Seed): readonly (readonly string[])[] {
  return downstream.map((service) => {
    switch (service.kind) {
      case 'azure-openai':
        return ['Azure OpenAI', `https://${service.name}.openai.azure.com`, service.deployments.join(' ')]
      case 'session-pool':
        return ['Session pool', `https://${service.containerHost ?? `${service.region}.dynamicsessions.io`}`, '']
      case 'guarded-resource':
        return ['Guarded resource', `https://${service.host}`, service.roles.join(' ')]
    }
  })
}

/** A heading and its rows, columns aligned; nothing where there are no rows. */
export function table(heading: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
  return [heading, ...lines, ''].join('\n')
}
