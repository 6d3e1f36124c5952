import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

import { parseDocument } from 'yaml'

import { ConfigError } from '../errors.ts'
import { issueLines } from '../issue-lines.ts'
import { type DemoName, demoNames } from './contract.ts'
import { type Demo, demoSchema } from './schema.ts'

const implementations = join(import.meta.dirname, '../../reference-impls')
const files: Readonly<Record<DemoName, string>> = {
  'web-app': join(implementations, 'node/web-app/demo.yaml'),
  agent: join(implementations, 'node/agent-app/demo.yaml'),
  broker: join(implementations, 'node/token-broker/demo.yaml'),
  'key-vault': join(implementations, 'node/api/demo.yaml'),
  python: join(implementations, 'python/web-app/demo.yaml'),
}

/** A demo and where it came from; paths in it are relative to `directory`. */
export interface LoadedDemo {
  readonly demo: Demo
  readonly file: string
  readonly directory: string
}

/**
 * @param system one of `demoNames`, or a `demo.yaml`
 * @throws {ConfigError} `DEMO_UNKNOWN`, `DEMO_UNREADABLE` or `DEMO_INVALID`
 */
export async function loadDemo(system: string): Promise<LoadedDemo> {
  const file = fileOf(system)
  const parsed = demoSchema.safeParse(await readDocument(file))
  if (parsed.success) return { demo: checkNames(parsed.data, file), file, directory: dirname(file) }
  throw invalid(file, issueLines(parsed.error))
}

function fileOf(system: string): string {
  const name = demoNames.find((known) => known === system)
  if (name !== undefined) return files[name]
  if (/\.(?:ya?ml|json)$/.test(system)) return resolve(system)
  throw new ConfigError(
    'DEMO_UNKNOWN',
    `There is no system "${system}" to demonstrate.`,
    `Name one of ${demoNames.join(', ')}, or the path of a demo.yaml.`,
  )
}

async function readDocument(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error instanceof Error ? error.message : String(error))
  })
  const document = parseDocument(text, { prettyErrors: true })
  const [error] = document.errors
  if (error !== undefined) throw unreadable(file, error.message)
  return document.toJS()
}

/** A part is found by its name, and its port by the part. */
function checkNames(demo: Demo, file: string): Demo {
  for (const key of ['name', 'port'] as const) {
    const values = demo.parts.map((part) => part[key])
    const twice = values.find((value, index) => values.indexOf(value) !== index)
    if (twice !== undefined) throw invalid(file, `parts: two have the ${key} ${twice}`)
  }
  return demo
}

function invalid(file: string, details: string): ConfigError {
  return new ConfigError('DEMO_INVALID', `${file} does not describe a demo.`, 'Mend the lines named below.', {
    details,
  })
}

function unreadable(file: string, details: string): ConfigError {
  return new ConfigError('DEMO_UNREADABLE', `${file} cannot be read.`, 'Name a YAML or JSON file.', { details })
}
