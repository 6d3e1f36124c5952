import { staleGuid } from '../../fixtures/client-cloud.ts'
import type { CredentialKind, Start } from '../client-case.ts'
import type { EnvConfig } from '../config/parts.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { fillTemplate } from '../variables.ts'
import { type ClientSystem, credentialKindsOf } from './system.ts'
import type { ClientVariables } from './variables.ts'

/** The target's own settings: of the system, of the kind of credential, and beside a vault as the case wants them. */
export function targetSettings(
  config: AnyConfig,
  system: ClientSystem,
  start: Start,
  variables: ClientVariables,
): Record<string, string> {
  const { webApp, agent, broker } = isApiConfig(config) ? {} : config
  const ofCredential = Object.entries(credentialEnv(config, start.credential)).flatMap(([name, value]) =>
    start.credentialSettings === 'absent' ? [] : [[name, start.credentialSettings === 'empty' ? '' : value] as const],
  )
  const beside = (start.beside ?? []).map((kind) => credentialEnv(config, kind))
  const ofOthers = (start.others ?? []).map((other) => agent?.credentials[other]?.env ?? {})
  const own = start.demo === true ? (agent?.demo?.env ?? {}) : system.env
  const tls = start.tls === true ? ((webApp?.behindTls ?? broker?.tls)?.env ?? {}) : {}
  const templates = [own, ...beside, Object.fromEntries(ofCredential), ...ofOthers, tls].flatMap((settings) =>
    Object.entries(settings),
  )
  const filled = Object.fromEntries(
    templates.map(([name, value]) => [name, fillTemplate(String(value), variables)] as const),
  )
  return besideVault(config, start, filled, variables)
}

/** The settings of a kind of credential, as they are written; of the first one declared where none is named. */
export function credentialEnv(config: AnyConfig, kind: CredentialKind | undefined): EnvConfig {
  const chosen = kind ?? credentialKindsOf(config)[0]
  if (chosen === undefined || isApiConfig(config)) return {}
  return config.webApp?.credentials[chosen]?.env ?? {}
}

/** The settings as they are beside a vault: those that come from there right, stale, or not there. */
function besideVault(
  { keyVault }: AnyConfig,
  { vault = 'off' }: Start,
  settings: Readonly<Record<string, string>>,
  variables: ClientVariables,
): Record<string, string> {
  if (keyVault === undefined || vault === 'off') return { ...settings }
  const kept = Object.entries(settings).flatMap(([name, value]) => {
    if (keyVault.secrets[name] === undefined || vault === 'environment-right') return [[name, value] as const]
    return vault === 'environment-stale' ? [[name, staleValue(value)] as const] : []
  })
  const switches = Object.entries(keyVault.env).map(
    ([name, value]) => [name, fillTemplate(String(value), variables)] as const,
  )
  return { ...Object.fromEntries(kept), ...Object.fromEntries(switches) }
}

/** Where the value is a GUID, one of nothing. */
function staleValue(value: string): string {
  return value.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i, staleGuid)
}

/** Settings with a case's changes to them; `null` removes. */
export function changedSettings(
  settings: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
  variables: ClientVariables,
): Record<string, string> {
  const kept = Object.entries(settings).filter(([name]) => changes[name] !== null)
  const set = Object.entries(changes).flatMap(([name, value]) =>
    value === null ? [] : [[name, fillTemplate(value, variables)] as const],
  )
  return Object.fromEntries([...kept, ...set])
}
