/**
 * A target to try things on. `MODE` says how it behaves:
 * `grandchild` starts a process that ignores SIGTERM, and answers 503 until that is up;
 * `ends` prints to stderr and exits with 3; `unready` answers 503; `late` answers 503 three times first;
 * `silent` accepts connections and says nothing.
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

const mode = process.env['MODE'] ?? ''

if (mode === 'ends') {
  process.stderr.write('cannot read the settings: secret-of-the-target\n')
  process.exit(3)
}

let grandchild: number | undefined
if (mode === 'grandchild') {
  const idle = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.stdout.write("up\\n")'
  const child = spawn(process.execPath, ['-e', idle], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.once('data', () => (grandchild = child.pid))
}

let asked = 0
createServer((incoming, outgoing) => {
  asked += 1
  if (mode === 'silent') return
  if (incoming.url === '/exit') process.stdout.write('about to exit\n', () => process.exit(7))
  if (incoming.url === '/exit') return
  if (incoming.url === '/output') process.stdout.write(`said ${String(incoming.headers['x-say'])}\n`)
  const ready = mode !== 'unready' && !(mode === 'late' && asked <= 3) && !(mode === 'grandchild' && !grandchild)
  outgoing.statusCode = ready ? 200 : 503
  outgoing.end(JSON.stringify({ pid: process.pid, asked, grandchild, environment: process.env }))
}).listen(Number(process.env['PORT']), '127.0.0.1')
