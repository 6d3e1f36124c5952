import type { Clock } from '../clock.ts'
import type { CaseResult, VerdictName } from '../verdict.ts'
import { type Colors, colorsFor, columns, duration, type Look, oneLine, type OutputStream, shorten } from './text.ts'

/** What is shown while a run goes on. */
export interface Progress {
  /** `total` cases are known of so far; it may grow while files are loaded. */
  expect(total: number): void
  finished(result: CaseResult): void
  /** A batch of cases is over: a good moment for a line on groups that have ended. */
  batchEnded(): void
  /** Text from elsewhere, printed whole above the progress. */
  note(text: string): void
  /** Clears what rewrites itself. Nothing is shown afterwards. */
  stop(): void
}

interface Options {
  readonly stream: OutputStream
  readonly look: Look
  readonly clock: Pick<Clock, 'now'>
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const eraseLine = '\r\u001b[2K'
/** No oftener than a reader can follow: writing to a terminal takes time from the run. */
const redrawMs = 80

type Counts = Record<VerdictName, number>

const none = (): Counts => ({
  pass: 0,
  fail: 0,
  warn: 0,
  'not-applicable': 0,
  'known-fail': 0,
  'unexpected-pass': 0,
  error: 0,
})

/** `46 pass · 2 fail`, the empty ones left out. */
export function describeCounts(counts: Readonly<Counts>, colors: Colors): string {
  const parts: readonly (readonly [number, string, (text: string) => string])[] = [
    [counts.fail, 'fail', colors.red],
    [counts['unexpected-pass'], 'unexpected pass', colors.red],
    [counts.error, 'not judged', colors.magenta],
    [counts.warn, 'warn', colors.yellow],
    [counts.pass, 'pass', colors.green],
    [counts['known-fail'], 'known fail', colors.dim],
    [counts['not-applicable'], 'not applicable', colors.dim],
  ]
  return parts.flatMap(([number, name, paint]) => (number === 0 ? [] : [paint(`${number} ${name}`)])).join(' · ')
}

/** One line that rewrites itself, for a terminal with a reader. */
export function liveProgress({ stream, look, clock }: Options): Progress {
  const colors = colorsFor(look)
  const counts = none()
  const startedAt = clock.now()
  let total = 0
  let done = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  let frame = 0
  let stopped = false

  const draw = (group: string): void => {
    const now = clock.now()
    if (stopped || (now - drawnAt < redrawMs && done !== total)) return
    drawnAt = now
    frame = (frame + 1) % frames.length
    const of = `${done}/${Math.max(total, done)}`
    const bad = describeCounts(
      { ...none(), fail: counts.fail, error: counts.error, warn: counts.warn },
      colorsFor({ ...look, color: false }),
    )
    const tail = `${duration(now - startedAt)}${bad === '' ? '' : ` · ${bad}`}`
    const room = look.width - columns(of) - columns(tail) - 8
    const shown = shorten(oneLine(group), Math.max(0, room))
    stream.write(`${eraseLine}${colors.cyan(frames[frame] ?? '')} ${of}  ${colors.bold(shown)}  ${colors.dim(tail)}`)
  }

  return {
    expect(cases) {
      total = cases
      draw('starting')
    },
    finished({ verdict, group }) {
      done += 1
      counts[verdict] += 1
      draw(group)
    },
    batchEnded() {},
    note(text) {
      stream.write(`${eraseLine}${text.endsWith('\n') ? text : `${text}\n`}`)
    },
    stop() {
      if (!stopped) stream.write(eraseLine)
      stopped = true
    },
  }
}

/** One plain line for each group once it has ended, for a log. */
export function plainProgress({ stream, look }: Options): Progress {
  const colors = colorsFor(look)
  const open = new Map<string, { counts: Counts; durationMs: number }>()
  const flush = (): void => {
    for (const [group, { counts, durationMs }] of open) {
      const cases = Object.values(counts).reduce((sum, number) => sum + number, 0)
      stream.write(
        `${oneLine(group).padEnd(24)} ${String(cases).padStart(4)} cases  ${describeCounts(counts, colors)}  ${colors.dim(duration(durationMs))}\n`,
      )
    }
    open.clear()
  }
  return {
    expect() {},
    finished({ group, verdict, durationMs }) {
      const entry = open.get(group) ?? { counts: none(), durationMs: 0 }
      entry.counts[verdict] += 1
      entry.durationMs += durationMs
      open.set(group, entry)
    },
    batchEnded: flush,
    note(text) {
      stream.write(text.endsWith('\n') ? text : `${text}\n`)
    },
    stop: flush,
  }
}
