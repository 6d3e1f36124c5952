import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')

/** Each line asks something of the machine, in one of the ways it can be asked. */
const impure = [
  "export { request } from 'node:http'",
  "export { connect } from 'node:net'",
  "export { connect as connectSecurely } from 'node:tls'",
  "export { readFile } from 'node:fs/promises'",
  "export { env } from 'node:process'",
  "export { setTimeout as sleep } from 'node:timers/promises'",
  "export { get } from 'https'",
  "export { statSync } from 'fs'",
  "export { setTimeout as wait } from 'timers/promises'",
  "export { request as send } from 'undici'",
  "export { randomUUID } from 'node:crypto'",
  "import { randomBytes } from 'node:crypto'",
  "import nodeCrypto from 'node:crypto'",
  "import { systemClock } from '../system.ts'",
  "import { createKeySource } from '../key-source.ts'",
  "import { createForwardProxy } from '../mounts/forward-proxy.ts'",
  "export const later = import('node:dns')",
  'export const now = Date.now()',
  'export const today = new Date()',
  'export const text = Date()',
  'export const instant = Temporal.Now.instant()',
  'export const started = performance.now()',
  'export const chance = Math.random()',
  'export const { random } = Math',
  'export const id = crypto.randomUUID()',
  'export const bytes = crypto.getRandomValues(new Uint8Array(1))',
  'export const key = crypto.subtle.generateKey({}, true, [])',
  'export const settings = process.env',
  'export const moreSettings = globalThis.process.env',
  "export const answer = fetch('https://login.microsoftonline.com')",
  "export const socket = new WebSocket('wss://login.microsoftonline.com')",
  'export const timer = setTimeout(() => {}, 1)',
  'export const soon = setImmediate(() => {})',
  'export const deadline = AbortSignal.timeout(1)',
]

/** Computing alone: none of these may be flagged. */
const pure = [
  "import { createHash } from 'node:crypto'",
  "import type { webcrypto } from 'node:crypto'",
  "import type { Clock } from '../clock.ts'",
  "export const hash = (clock: Clock): string => createHash('sha256').update(String(clock.now())).digest('hex')",
  "export const digest = (): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-1', new Uint8Array(1))",
  'export type Key = webcrypto.CryptoKey',
]

const report = z.object({
  diagnostics: z.array(
    z.object({
      code: z.string(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.int() }) })),
    }),
  ),
})

/** The lines of each file that the purity rules flag, from 1. */
async function lint(files: Readonly<Record<string, readonly string[]>>): Promise<Map<string, ReadonlySet<number>>> {
  const folder = await mkdtemp(join(tmpdir(), 'entra-conformance-purity-'))
  try {
    await cp(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    for (const [path, lines] of Object.entries(files)) {
      await mkdir(join(folder, path, '..'), { recursive: true })
      await writeFile(join(folder, path), lines.join('\n'))
    }
    const { diagnostics } = report.parse(JSON.parse(await oxlint(folder)))
    const restricted = diagnostics.filter(({ code }) => code.includes('no-restricted-'))
    return new Map(Object.keys(files).map((path) => [path, linesOf(path, restricted)]))
  } finally {
    await rm(folder, { recursive: true })
  }
}

function linesOf(path: string, diagnostics: z.infer<typeof report>['diagnostics']): ReadonlySet<number> {
  const own = diagnostics.filter(({ filename }) => filename.endsWith(path))
  return new Set(own.flatMap(({ labels }) => labels.map(({ span }) => span.line)))
}

/** Exits with 1 when there are findings, which is what is wanted here. */
async function oxlint(folder: string): Promise<string> {
  const command = join(root, 'node_modules/.bin/oxlint')
  const run = promisify(execFile)(command, ['--format', 'json', '.'], { cwd: folder })
  return run.then(
    ({ stdout }) => stdout,
    (error: unknown) => z.object({ code: z.literal(1), stdout: z.string() }).parse(error).stdout,
  )
}

test('the lint rules keep sockets, clocks, settings and global randomness out of the pure folders', async () => {
  const folders = ['suites/api', 'harness/tokens', 'harness/mock-azure', 'harness/mock-azure/entra']
  const files = folders.flatMap((folder) => [
    [`${folder}/impure.ts`, impure] as const,
    [`${folder}/pure.ts`, pure] as const,
  ])
  const flagged = await lint(Object.fromEntries(files))
  for (const [path, lines] of files) {
    const unexpected = lines.filter((_, index) => flagged.get(path)?.has(index + 1) !== path.endsWith('impure.ts'))
    expect({ path, unexpected }).toEqual({ path, unexpected: [] })
  }
})

test('the same code may stand outside them', async () => {
  const path = 'harness/mounts/impure.ts'
  expect((await lint({ [path]: impure })).get(path)).toEqual(new Set())
})
