import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { CaseResult, Exchange } from '../verdict.ts'
import { replayOf, tellingExchange } from './replay.ts'
import { failed, sampleFinding } from './sample-results.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "conformance replay's-"))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const exchange = (label: string, curl = label): Exchange => ({
  label,
  request: { method: 'GET', url: 'http://127.0.0.1:1/', headers: [] },
  answer: { kind: 'none', reason: 'timeout', message: 'after 5000 ms' },
  curl,
})

const failedWith = (curl: string): CaseResult =>
  failed({ finding: sampleFinding({ exchanges: [exchange('attack', curl)] }) })

/** The words a shell hands to the command of the line, which is a function here. */
async function words(line: string, command: string): Promise<readonly string[]> {
  const script = `${command}() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${line}`
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: folder })
  return stdout.split('\0').slice(0, -1)
}

describe('a replay line', () => {
  it('is the curl line itself while that is short', () => {
    const curl = "curl -isS -H 'Authorization: Bearer x.y.z' 'http://127.0.0.1:1/a'"
    expect(replayOf(failedWith(curl), 'reports/replay')).toEqual({ line: curl, files: {} })
  })

  it.each([
    ['at the end of its quotes', "'Authorization: Bearer TOKEN'", 'Authorization: Bearer TOKEN'],
    ['in the midst of them', "'Authorization: Bearer TOKEN, Bearer x'", 'Authorization: Bearer TOKEN, Bearer x'],
  ])('reads a long token from a file, %s', async (_, quoted, meant) => {
    const token = `${'a'.repeat(150)}.${'b'.repeat(900)}.${'_-'.repeat(150)}`
    const curl = `curl -H ${quoted.replace('TOKEN', token)} 'http://127.0.0.1:1/a'`
    const replay = replayOf(failedWith(curl), folder)
    if (replay === undefined) throw new Error('there is no replay')
    expect(replay.line.length).toBeLessThan(250)
    expect(replay.files).toEqual({ 'api.audience.other-api.jwt': token })
    for (const [file, text] of Object.entries(replay.files)) await writeFile(join(folder, file), text)
    expect(await words(replay.line, 'curl')).toEqual(['-H', meant.replace('TOKEN', token), 'http://127.0.0.1:1/a'])
  })

  it('runs a script where a token in a file does not make it short', async () => {
    const text = `node -e '${'1;'.repeat(400)}'`
    const replay = replayOf(failedWith(text), folder)
    expect(replay?.files).toEqual({ 'api.audience.other-api.sh': `${text}\n` })
    expect(await words(replay?.line ?? '', 'sh')).toEqual([join(folder, 'api.audience.other-api.sh')])
  })

  it('runs a script where the body has lines', () => {
    const replay = replayOf(failedWith("curl --data-raw 'a\nb' 'http://127.0.0.1:1/'"), 'reports/replay')
    expect(replay?.line).toBe('sh reports/replay/api.audience.other-api.sh')
  })
})

const labels = (...names: readonly string[]): string | undefined =>
  tellingExchange(sampleFinding({ exchanges: names.map((name) => exchange(name)) }))?.label

describe('the exchange that shows a finding', () => {
  it('is the attack, else the last that is no control, else the last', () => {
    expect(labels('control', 'attack', 'read back', 'control afterwards')).toBe('attack')
    expect(labels('control', 'burst', 'good user', 'control afterwards')).toBe('good user')
    expect(labels('control', 'control afterwards')).toBe('control afterwards')
    expect(labels()).toBeUndefined()
  })
})
