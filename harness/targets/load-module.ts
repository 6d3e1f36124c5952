import { access } from 'node:fs/promises'
import type { Server } from 'node:net'
import { pathToFileURL } from 'node:url'

import { ConfigError, TargetError } from '../errors.ts'

/** What a module's default export gives for an environment. */
export interface ModuleApi extends Partial<AsyncDisposable> {
  fetch(request: Request): Response | Promise<Response>
  /**
   * For a module that speaks HTTP itself: its server, not yet listening, which answers by way of `handle`. Default:
   * node:http's.
   */
  createServer?(handle: (request: Request) => Promise<Response>): Server
}

type Environment = Readonly<Record<string, string>>
/** A module's default export. What it gives is checked when it has given it. */
type Create = (env: Environment) => unknown

/**
 * Loads a module whose default export makes an API.
 * @param file an absolute path
 * @throws {ConfigError} `MODULE_NOT_FOUND`, `MODULE_NOT_LOADED` or `MODULE_SHAPE`
 */
export async function loadModule(file: string): Promise<Create> {
  await access(file).catch((error: unknown) => {
    const fix = 'Correct `api.module`; it is relative to the configuration file.'
    throw new ConfigError('MODULE_NOT_FOUND', `There is no module ${file}.`, fix, { cause: error })
  })
  let loaded: unknown
  try {
    loaded = await import(pathToFileURL(file).href)
  } catch (error) {
    throw loadFailure(file, error)
  }
  const create = member(loaded, 'default')
  if (!isCreate(create)) throw shapeError(file, 'has no default export that is a function')
  return create
}

/**
 * Calls a module's default export.
 * @throws {TargetError} `TARGET_ENDED_EARLY` when it throws
 * @throws {ConfigError} `MODULE_SHAPE` when it gives something else
 */
export async function createApi(file: string, create: Create, env: Environment): Promise<ModuleApi> {
  let api: unknown
  try {
    api = await create(env)
  } catch (error) {
    const fix = 'Mend what its default export throws; its stack is below.'
    throw new TargetError('TARGET_ENDED_EARLY', `${file} did not start: ${messageOf(error)}`, fix, causeOf(error))
  }
  if (!isModuleApi(api)) throw shapeError(file, 'does not give an object with a function `fetch`')
  return api
}

function loadFailure(file: string, error: unknown): ConfigError {
  const fix = 'Mend what is wrong in it; `node` with its path shows the same error.'
  return new ConfigError('MODULE_NOT_LOADED', `${file} cannot be loaded: ${messageOf(error)}`, fix, causeOf(error))
}

function shapeError(file: string, problem: string): ConfigError {
  const fix = 'Export it so: export default (env) => ({ fetch: (request) => new Response() })'
  return new ConfigError('MODULE_SHAPE', `The module ${file} ${problem}.`, fix)
}

function isCreate(value: unknown): value is Create {
  return typeof value === 'function'
}

function isModuleApi(value: unknown): value is ModuleApi {
  return typeof member(value, 'fetch') === 'function'
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function causeOf(error: unknown): { cause: unknown; details?: string } {
  return { cause: error, ...(error instanceof Error && error.stack !== undefined ? { details: error.stack } : {}) }
}
