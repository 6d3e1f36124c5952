import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../errors.ts'
import { issueLines } from '../issue-lines.ts'
import { clientVariableDocs } from '../client/variables.ts'
import { variableDocs } from '../variables.ts'
import { type AnyConfig, type Config, configSchema, isApiConfig, kindOf, systemOf } from './schema.ts'
import { type TargetPart, withTarget } from './with-target.ts'

/** Looked for in this order, in the current folder or in the folder given. */
export const configFileNames = [
  'conformance.yaml',
  'conformance.yml',
  'conformance.json',
  'conformance.config.ts',
  'conformance.config.js',
] as const

/** A configuration and where it came from; paths in it are relative to `directory`. */
export interface LoadedConfig<Kind extends AnyConfig = Config> {
  readonly config: Kind
  readonly file: string
  readonly directory: string
}

async function exists(path: string): Promise<'file' | 'directory' | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? undefined : found.isDirectory() ? 'directory' : 'file'
}

/** The config file in a folder, if there is one. */
async function findConfig(directory: string): Promise<string | undefined> {
  for (const name of configFileNames) {
    const path = join(directory, name)
    if ((await exists(path)) === 'file') return path
  }
  return undefined
}

export const packageSchema = z.object({
  'entra-conformance': z.object({
    config: z.string(),
    /** Modules of the folder take the place of the broker's client. Default: of the system itself. */
    target: z.literal('client').optional(),
  }),
})

/** A configuration file, and what modules that are judged by it take the place of. */
interface Named {
  readonly file: string
  readonly target?: TargetPart | undefined
}

/** What a package.json in the folder names: `"entra-conformance": { "config": "test/conformance.yaml" }`. */
async function configOfPackage(directory: string): Promise<Named | undefined> {
  const text = await readFile(join(directory, 'package.json'), 'utf8').catch(() => '{}')
  const named = packageSchema.safeParse(JSON.parse(text))
  if (!named.success) return undefined
  const { config, target } = named.data['entra-conformance']
  return { file: await locate(resolve(directory, config)), target }
}

/** The configuration of a folder, in it or named by its package.json, or that of the nearest folder above. */
async function nearestConfig(directory: string): Promise<Named | undefined> {
  const own = await findConfig(directory)
  const found = own === undefined ? await configOfPackage(directory) : { file: own }
  const above = dirname(directory)
  return found ?? (above === directory ? undefined : nearestConfig(above))
}

interface Wanted {
  readonly cwd: string
  readonly config?: string | undefined
  readonly target?: string | undefined
}

/**
 * Reads and checks the configuration of an API.
 * @param options see `loadAnyConfig`
 * @throws {ConfigError} `CONFIG_NOT_API` for another system's, and what `loadAnyConfig` throws
 */
export async function loadConfig(options: Wanted): Promise<LoadedConfig> {
  const { config, ...place } = await loadAnyConfig(options)
  if (isApiConfig(config)) return { ...place, config }
  throw new ConfigError('CONFIG_NOT_API', `${place.file} describes no API.`, 'Name the configuration of an API.')
}

/**
 * Reads and checks a configuration.
 *
 * @param options.config a config file, or a folder that holds one
 * @param options.target what `--target` names: a config file, a folder that holds one, or a module to judge with the
 *   config file beside it or in the nearest folder above: in place of the module named there, or, where a command is
 *   launched, as a program of its own
 * @param options.cwd where to look when neither is given
 * @throws {ConfigError} CONFIG_NOT_FOUND, CONFIG_UNREADABLE, CONFIG_INVALID, CONFIG_UNKNOWN_VARIABLE
 */
export async function loadAnyConfig(options: Wanted): Promise<LoadedConfig<AnyConfig>> {
  const target = options.target === undefined ? undefined : resolve(options.cwd, options.target)
  const kind = target === undefined ? undefined : await exists(target)
  if (target !== undefined && kind === undefined) {
    throw new ConfigError(
      'CONFIG_NOT_FOUND',
      `The target ${options.target} does not exist.`,
      'Give --target a folder with a conformance.yaml, a config file, or a module.',
    )
  }
  const isModule = kind === 'file' && target !== undefined && isModuleFile(target)
  const nearest = isModule ? await nearestConfig(dirname(target)) : undefined
  const place = options.config ?? nearest?.file ?? (isModule ? dirname(target) : (target ?? options.cwd))
  const file = await locate(resolve(options.cwd, place))
  const loaded = await readConfig(file)
  if (!isModule) return loaded
  return { ...loaded, config: withTarget(loaded.config, target, nearest?.target) }
}

function isModuleFile(path: string): boolean {
  const name = basename(path)
  return /\.[cm]?[jt]s$/.test(name) && !/^conformance\b.*\.config\.[jt]s$|^conformance\.config\./.test(name)
}

async function locate(place: string): Promise<string> {
  const kind = await exists(place)
  if (kind === 'file') return place
  const found = kind === 'directory' ? ((await findConfig(place)) ?? (await configOfPackage(place))?.file) : undefined
  if (found !== undefined) return found
  throw new ConfigError(
    'CONFIG_NOT_FOUND',
    kind === 'directory' ? `There is no configuration in ${place}.` : `The configuration ${place} does not exist.`,
    `Write a conformance.yaml there (looked for: ${configFileNames.join(', ')}), or name one with --config FILE.`,
  )
}

async function readConfig(file: string): Promise<LoadedConfig<AnyConfig>> {
  const input = /\.[cm]?[jt]s$/.test(file) ? await importConfig(file) : await parseConfig(file)
  const parsed = configSchema.safeParse(input)
  if (!parsed.success) {
    throw new ConfigError('CONFIG_INVALID', `${file} is not a valid configuration.`, 'Mend the lines named below.', {
      details: issueLines(parsed.error),
    })
  }
  const config = kindOf(parsed.data)
  checkVariables(config, file)
  const directory = dirname(file)
  return { config: withName(config, basename(directory)), file, directory }
}

/** With the folder's name where it has none. */
function withName(config: AnyConfig, folder: string): AnyConfig {
  const name = systemOf(config).name ?? folder
  if (isApiConfig(config)) return { ...config, api: { ...config.api, name } }
  if (config.webApp !== undefined) return { ...config, webApp: { ...config.webApp, name } }
  if (config.agent !== undefined) return { ...config, agent: { ...config.agent, name } }
  return { ...config, broker: { ...config.broker, name } }
}

async function importConfig(file: string): Promise<unknown> {
  try {
    const module: unknown = await import(pathToFileURL(file).href)
    if (typeof module === 'object' && module !== null && 'default' in module) return module.default
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error))
  }
  throw unreadable(file, 'it has no default export')
}

/**
 * `${name}` is no plain scalar inside YAML's `{ … }`, so the placeholders wear private-use characters of the same
 * length while YAML is parsed: `{ A: ${tenantId}, B: x }` then means what it says, and error columns stay true.
 */
function shield(text: string): string {
  return text.replace(/\$\{([^}\n]*)\}/g, (_, name: string) => `\uE000\uE001${name}\uE002`)
}

function unshield(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\uE000\uE001', '${').replaceAll('\uE002', '}')
  if (Array.isArray(value)) return value.map(unshield)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unshield(member)]))
}

async function parseConfig(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8')
  const document = parseDocument(shield(text), { prettyErrors: true })
  const [error] = document.errors
  if (error !== undefined) throw unreadable(file, String(unshield(error.message)))
  return unshield(document.toJS())
}

function unreadable(file: string, why: string): ConfigError {
  return new ConfigError('CONFIG_UNREADABLE', `${file} cannot be read.`, 'Mend the file at the place named below.', {
    details: why,
  })
}

/** Every setting of a configuration that may hold variables, by where it stands. */
function settingsOf(value: unknown, path: string): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => settingsOf(member, path === '' ? name : `${path}.${name}`))
}

/** Routes and bodies of an API have variables of their own, so there only its settings are looked at. */
function checkVariables(config: AnyConfig, file: string): void {
  const isApi = isApiConfig(config)
  const { keyVault } = config
  const settings = isApi
    ? [...settingsOf(config.api.env, 'api.env'), ...settingsOf(keyVault?.env, 'keyVault.env')]
    : settingsOf({ ...config, knownFailing: [] }, '')
  for (const [path, value] of settings) {
    const known: Readonly<Record<string, string>> = path.startsWith('api.') ? variableDocs : clientVariableDocs
    for (const [, variable = ''] of value.matchAll(/\$\{([^}]*)\}/g)) {
      if (variable in known || (!isApi && variable === 'n')) continue
      throw new ConfigError(
        'CONFIG_UNKNOWN_VARIABLE',
        `${file}: ${path} uses \${${variable}}, which is no variable.`,
        'Use one of the variables below.',
        {
          details: Object.entries(known)
            .map(([name, doc]) => `\${${name}}  ${doc}`)
            .join('\n'),
        },
      )
    }
  }
}
