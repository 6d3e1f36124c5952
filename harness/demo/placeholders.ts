import { randomBytes } from 'node:crypto'

import { ConfigError } from '../errors.ts'
import { fillTemplate } from '../variables.ts'

/** Fills the placeholders of one run: see `demoSchema`. */
export interface Placeholders {
  /** @throws {ConfigError} `DEMO_UNKNOWN_PLACEHOLDER` */
  fill(text: string): string
  /** The same for every text within a value; keys stay. */
  fillWithin(value: unknown): unknown
  /** Those that were made so far, for what must not be shown. */
  secrets(): readonly string[]
  /** The same placeholders, and `${env.NAME}`. */
  withEnvironment(environment: Readonly<Record<string, string>>): Placeholders
}

export interface PlaceholderOptions {
  readonly ports: Readonly<Record<string, number>>
  readonly dataDir: string
  /** For messages. */
  readonly file: string
}

export function createPlaceholders({ ports, dataDir, file }: PlaceholderOptions): Placeholders {
  const parts = Object.entries(ports).flatMap(([part, port]) => [
    [`url.${part}`, partUrl(port)] as const,
    [`port.${part}`, String(port)] as const,
  ])
  return placeholders({ ...Object.fromEntries(parts), dataDir }, new Map(), file)
}

/** A browser's cookies and Entra's redirect URIs go by name: `localhost` is the one that both know. */
export function partUrl(port: number): string {
  return `http://localhost:${port}`
}

function placeholders(
  known: Readonly<Record<string, string>>,
  secrets: Map<string, string>,
  file: string,
): Placeholders {
  const unknown = (name: string): string => {
    if (!name.startsWith('secret.')) throw unknownPlaceholder(name, Object.keys(known), file)
    const secret = secrets.get(name) ?? randomBytes(32).toString('base64url')
    secrets.set(name, secret)
    return secret
  }
  const fill = (text: string): string => fillTemplate(text, known, unknown)
  const fillWithin = (value: unknown): unknown => {
    if (typeof value === 'string') return fill(value)
    if (Array.isArray(value)) return value.map(fillWithin)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fillWithin(member)]))
  }
  return {
    fill,
    fillWithin,
    secrets: () => [...secrets.values()],
    withEnvironment(environment) {
      const named = Object.entries(environment).map(([name, value]) => [`env.${name}`, value] as const)
      return placeholders({ ...known, ...Object.fromEntries(named) }, secrets, file)
    },
  }
}

function unknownPlaceholder(name: string, known: readonly string[], file: string): ConfigError {
  const all = [...known, 'secret.NAME'].map((one) => `\${${one}}`)
  return new ConfigError(
    'DEMO_UNKNOWN_PLACEHOLDER',
    `${file}: nothing is called \${${name}} there.`,
    'Use one of the placeholders below; ${env.NAME} is for parts, not for the seed.',
    { details: all.join('\n') },
  )
}
