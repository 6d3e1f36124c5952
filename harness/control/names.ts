import { ConfigError } from '../errors.ts'

/** @throws {ConfigError} `CONTROL_UNKNOWN` */
export function unknown(what: string, name: string): never {
  throw new ConfigError('CONTROL_UNKNOWN', `This cloud has no ${what} ${name}.`, `Name one it has, or add it first.`)
}

/** Azure compares GUIDs and names without regard to case. */
export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
