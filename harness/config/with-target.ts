import { basename, extname } from 'node:path'

import { ConfigError } from '../errors.ts'
import { type LaunchConfig, launchSchema } from './parts.ts'
import { type AnyConfig, isApiConfig, systemOf } from './schema.ts'

/** The program that uses a broker. */
export type TargetPart = 'client'

/**
 * Judges this module instead of the one that the configuration names, or runs it instead of what it launches.
 * @param part of the system whose place it takes; undefined: of all of it
 */
export function withTarget(config: AnyConfig, file: string, part: TargetPart | undefined): AnyConfig {
  const name = basename(file, extname(file))
  if (part === 'client') return withClient(config, file, name)
  if (isApiConfig(config) && config.api.launch === undefined) {
    return { ...config, api: { ...config.api, name, module: file } }
  }
  const launch = launchOf(file, systemOf(config).launch)
  if (isApiConfig(config)) return { ...config, api: { ...config.api, name, launch } }
  if (config.webApp !== undefined) return { ...config, webApp: { ...config.webApp, name, launch } }
  if (config.agent !== undefined) return { ...config, agent: { ...config.agent, name, launch } }
  return { ...config, broker: { ...config.broker, name, launch } }
}

/** The module, started where and as the declared command is. */
function launchOf(file: string, declared: LaunchConfig | undefined): LaunchConfig {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', file]
  return launchSchema.parse({ ...(typeof declared === 'object' ? declared : {}), command })
}

/** @throws {ConfigError} `CONFIG_WITHOUT_CLIENT` */
function withClient(config: AnyConfig, file: string, name: string): AnyConfig {
  if (isApiConfig(config) || config.broker === undefined || config.broker.client === undefined) {
    const message = `${file} is to take the place of a broker's client, and its configuration has none.`
    throw new ConfigError('CONFIG_WITHOUT_CLIENT', message, 'Declare broker.client there.')
  }
  const { client } = config.broker
  return { ...config, broker: { ...config.broker, name, client: { ...client, launch: launchOf(file, client.launch) } } }
}
