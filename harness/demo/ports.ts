import { ConfigError } from '../errors.ts'
import { findFreePort, isFree } from '../targets/ports.ts'
import type { DemoOptions } from './contract.ts'
import type { DemoPart } from './schema.ts'

/**
 * The port of every part, chosen before anything starts: parts and the seed name each other by it.
 * @throws {ConfigError} `DEMO_UNKNOWN_PART` or `DEMO_PORT_BUSY`
 */
export async function choosePorts(
  parts: readonly DemoPart[],
  ports: NonNullable<DemoOptions['ports']>,
): Promise<Readonly<Record<string, number>>> {
  const wanted = typeof ports === 'string' ? {} : ports
  const unknown = Object.keys(wanted).find((name) => parts.every((part) => part.name !== name))
  if (unknown !== undefined) throw unknownPart(unknown, parts)
  const chosen: Record<string, number> = {}
  for (const { name, port } of parts) {
    chosen[name] = ports === 'free' ? await findFreePort() : (wanted[name] ?? port)
    if (!(await isFree(chosen[name]))) throw portBusy(name, chosen[name])
  }
  return chosen
}

export function unknownPart(name: string, parts: readonly Pick<DemoPart, 'name'>[]): ConfigError {
  const names = parts.map((part) => part.name).join(', ')
  return new ConfigError('DEMO_UNKNOWN_PART', `No part is called "${name}".`, `There are: ${names}.`)
}

function portBusy(name: string, port: number): ConfigError {
  return new ConfigError(
    'DEMO_PORT_BUSY',
    `${name} cannot start: something already listens on port ${port}.`,
    `End it, or give ${name} another port: --port ${name}=${port + 1}; or --free-ports for all parts.`,
  )
}
