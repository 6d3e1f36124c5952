import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemporaryFolder } from '../../temporary-folder.ts'

const entryPoint = fileURLToPath(new URL('../../cli/entra-conformance.mjs', import.meta.url))
const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/witness', import.meta.url))
const timeLimitMs = 25_000
/** What a shell of one's own has, and nothing of this one's. */
const shellEnvironment = { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_COMPILE_CACHE: compileCache }

/** `entra-conformance mock` as a process, ready. Disposing interrupts it if it still runs, and waits for its end. */
export interface MockProcess extends AsyncDisposable {
  readonly environmentFile: string
  /** Its own process ID, or that of the shell in between. */
  readonly pid: number
  /** What it has shown so far. */
  output(): string
  /** Sends the signal and gives the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/**
 * @param args besides `-e`
 * @param options.underNpm as npx starts it: with a shell in between, and npm's variables
 */
export async function startMockProcess(
  args: readonly string[] = [],
  { underNpm = false }: { readonly underNpm?: boolean } = {},
): Promise<MockProcess> {
  const temporary = await createTemporaryFolder('mock-test')
  const folder = temporary.path
  const environmentFile = join(folder, "it's an.env")
  const command = [process.execPath, entryPoint, 'mock', '-e', environmentFile, ...args]
  const [program = '', ...rest] = underNpm ? ['/bin/sh', '-c', '"$0" "$@"; exit', ...command] : command
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...shellEnvironment, TMPDIR: folder, ...(underNpm ? { npm_execpath: 'npm-cli.js' } : {}) },
  })
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('Ready.')) resolve()
      })
    }
  })
  const end = (signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> => {
    child.kill(signal)
    return ended
  }
  const early = await Promise.race([ready, ended])
  if (early !== undefined) throw new Error(`it ended with ${early}: ${output}`)
  return {
    environmentFile,
    pid: child.pid ?? 0,
    output: () => output,
    end,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end()
      await temporary[Symbol.asyncDispose]()
    },
  }
}

/** Runs `entra-conformance mock` to its end: for what it refuses. */
export async function runMockProcess(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [entryPoint, 'mock', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}

/** Runs a program in a shell that has sourced the file, as a person would, and gives what it prints. */
export function inSourcedShell(environmentFile: string, command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ['-c', '. "$0" && exec "$@"', environmentFile, ...command]
    execFile('/bin/sh', args, { env: shellEnvironment, timeout: timeLimitMs }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${error.message}\n${stderr}\n${stdout}`))
    })
  })
}
