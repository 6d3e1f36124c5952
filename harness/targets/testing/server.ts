/**
 * A target to try things on. `MODE` says how it misbehaves:
 * `grandchild` starts a process that ignores SIGTERM and prints its pid; `stubborn` ignores SIGTERM itself;
 * `ends` prints to stderr and exits with 3; `unready` answers 503; `late` answers 503 three times first;
 * `silent` accepts connections and says nothing.
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

const mode = process.env['MODE'] ?? ''
const out = (line: string): boolean => process.stdout.write(`${line}\n`)

if (mode === 'ends') {
  process.stderr.write('cannot read the settings: secret-of-the-target\n')
  process.exit(3)
}
if (mode === 'grandchild') {
  const idle = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.stdout.write("up\\n")'
  const child = spawn(process.execPath, ['-e', idle], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.once('data', () => out(`grandchild ${child.pid}`))
}
if (mode === 'stubborn') process.on('SIGTERM', () => out('not yet'))

let asked = 0
createServer((incoming, outgoing) => {
  asked += 1
  if (mode === 'silent') return
  if (incoming.url === '/exit') process.exit(7)
  if (incoming.url === '/output') out(`said ${String(incoming.headers['x-say'])}`)
  outgoing.statusCode = mode === 'unready' || (mode === 'late' && asked <= 3) ? 503 : 200
  outgoing.end(JSON.stringify({ pid: process.pid, asked, environment: process.env }))
}).listen(Number(process.env['PORT']), '127.0.0.1')
