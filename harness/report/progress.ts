import type { Clock } from '../clock.ts'
import type { CaseResult, Summary } from '../verdict.ts'
import { summarise } from './summarise.ts'
import {
  type Colors,
  colorsFor,
  columns,
  count,
  duration,
  type Look,
  oneLine,
  type OutputStream,
  shorten,
} from './text.ts'

/** What is shown while a run goes on. */
export interface Progress {
  /** The groups of all the cases to come, one entry a case. */
  expect(groups: readonly string[]): void
  finished(result: CaseResult): void
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

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const
const eraseLine = '\r\u001b[2K'
/** No oftener than a reader can follow: writing to a terminal takes time from the run. */
const redrawMs = 80

/** `2 fail · 46 pass`, the empty ones left out, in lines of at most `width` columns. */
export function describeCounts(summary: Summary, colors: Colors, width = Number.POSITIVE_INFINITY): string {
  const parts: readonly (readonly [number, string, (text: string) => string])[] = [
    [summary.fail, 'fail', colors.red],
    [summary.unexpectedPass, 'unexpected pass', colors.red],
    [summary.error, 'not judged', colors.magenta],
    [summary.warn, 'warn', colors.yellow],
    [summary.pass, 'pass', colors.green],
    [summary.knownFail, 'known fail', colors.dim],
    [summary.notApplicable, 'not applicable', colors.dim],
  ]
  let told = ''
  let column = 0
  for (const [number, name, paint] of parts.filter(([many]) => many > 0)) {
    const part = `${number} ${name}`
    const fits = column + part.length + 3 <= width
    told += (column === 0 ? '' : fits ? ' · ' : '\n') + paint(part)
    column = (fits && column > 0 ? column + 3 : 0) + part.length
  }
  return told
}

/** One line that rewrites itself, for a terminal with a reader. */
export function liveProgress({ stream, look, clock }: Options): Progress {
  const colors = colorsFor(look)
  const plain = colorsFor({ ...look, color: false })
  const startedAt = clock.now()
  const done: CaseResult[] = []
  let total = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  let frame = 0
  let stopped = false

  const draw = (doing: string): void => {
    const now = clock.now()
    if (stopped || now - drawnAt < redrawMs) return
    drawnAt = now
    frame = (frame + 1) % frames.length
    const of = `${done.length}/${Math.max(total, done.length)}`
    // Only what a reader wants to know before the end.
    const told = describeCounts({ ...summarise(done), pass: 0, notApplicable: 0, knownFail: 0 }, plain)
    const tail = `${duration(now - startedAt)}${told === '' ? '' : ` · ${told}`}`
    const room = look.width - columns(of) - columns(tail) - 7
    const name = shorten(oneLine(doing), Math.max(0, room))
    stream.write(`${eraseLine}${colors.cyan(frames[frame] ?? '')} ${of}  ${colors.bold(name)}  ${colors.dim(tail)}`)
  }

  return {
    expect(groups) {
      total = groups.length
      draw('starting the target')
    },
    finished(result) {
      done.push(result)
      draw(result.group)
    },
    note(text) {
      stream.write(`${eraseLine}${text.endsWith('\n') ? text : `${text}\n`}`)
    },
    stop() {
      if (!stopped) stream.write(eraseLine)
      stopped = true
    },
  }
}

/** One plain line for each group once it has ended, for a log. Its time is from the first case's start to the last's end. */
export function plainProgress({ stream, look, clock }: Options): Progress {
  const colors = colorsFor(look)
  const expected = new Map<string, number>()
  const open = new Map<string, { readonly startedAt: number; readonly cases: CaseResult[] }>()
  const tell = (group: string): void => {
    const { startedAt, cases } = open.get(group) ?? { startedAt: 0, cases: [] }
    const name = oneLine(group).padEnd(20)
    const size = count(cases.length, 'case').padStart(9)
    const spent = colors.dim(duration(clock.now() - startedAt))
    stream.write(`${name} ${size}  ${describeCounts(summarise(cases), colors)}  ${spent}\n`)
    open.delete(group)
  }
  return {
    expect(groups) {
      for (const group of groups) expected.set(group, (expected.get(group) ?? 0) + 1)
    },
    finished(result) {
      const { group, durationMs } = result
      const { startedAt, cases } = open.get(group) ?? { startedAt: clock.now() - durationMs, cases: [] }
      cases.push(result)
      open.set(group, { startedAt, cases })
      if (cases.length === expected.get(group)) tell(group)
    },
    note(text) {
      stream.write(text.endsWith('\n') ? text : `${text}\n`)
    },
    stop() {
      for (const group of open.keys()) tell(group)
    },
  }
}
