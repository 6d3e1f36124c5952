import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** An implementation as a process. Disposing ends it. */
export interface NodeProcess extends AsyncDisposable {
  /** Where it listens; undefined where it ended before. */
  readonly url: string | undefined
  /** What it has written so far. */
  output(): string
  /** Sends the signal and gives the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>
}

/**
 * Starts a file with Node on a free port, and nothing in its environment but what is given; waits until it says where it
 * listens, or ends.
 */
export async function startNode(main: URL, environment: Readonly<Record<string, string>>): Promise<NodeProcess> {
  const child = spawn(process.execPath, [fileURLToPath(main)], { env: { PORT: '0', ...environment } })
  let output = ''
  const ended = once(child, 'close').then(() => child.exitCode)
  const listening = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const url = /listening on (https?:\/\/\S+)/.exec(output)?.[1]
        if (url !== undefined) resolve(url)
      })
    }
  })
  const url = await Promise.race([listening, ended.then(() => undefined)])
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return ended
  }
  return {
    url,
    output: () => output,
    end,
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end('SIGKILL')
    },
  }
}

/** Sends JSON and gives what came back. */
export async function postJson(
  url: string,
  body: unknown,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}
