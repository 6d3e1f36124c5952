import { spawn } from 'node:child_process'
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const entryPoint = fileURLToPath(new URL('../../cli/entra-conformance.mjs', import.meta.url))

/** `entra-conformance demo` as a process, ready. Disposing interrupts it if it still runs, and waits for its end. */
export interface DemoProcess extends AsyncDisposable {
  /** What it has shown so far. */
  output(): string
  /** The exit code. */
  readonly ended: Promise<number | null>
  end(signal: NodeJS.Signals): Promise<number | null>
  /** What is in its folder for temporary files. */
  filesLeft(): Promise<readonly string[]>
}

export async function startDemoProcess(args: readonly string[]): Promise<DemoProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'entra-conformance-demo-test-'))
  const { child, output, ended, ready } = runProcess(args, folder)
  const early = await Promise.race([ready, ended])
  if (early !== undefined) throw new Error(`it ended with ${early}: ${output()}`)
  return {
    output,
    ended,
    end(signal) {
      child.kill(signal)
      return ended
    },
    filesLeft: async () => (await readdir(folder)).filter((name) => name.startsWith('entra-conformance-')),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGINT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs it to its end: for what it refuses. */
export async function runDemoProcess(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { ended, output } = runProcess(args, tmpdir())
  const code = await ended
  return { code, output: output() }
}

function runProcess(args: readonly string[], folder: string) {
  const child = spawn(process.execPath, [entryPoint, 'demo', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder },
  })
  let text = ''
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (text.includes('Ready.')) resolve()
      })
    }
  })
  return { child, ended, ready, output: () => text }
}

/** Gives a `demo.yaml` of this text, with the app of its parts beside it. */
export async function withDemoFile(text: string, app: string, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'entra-conformance-demo-test-'))
  try {
    await copyFile(app, join(folder, 'app.ts'))
    await writeFile(join(folder, 'demo.yaml'), text)
    await use(join(folder, 'demo.yaml'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
