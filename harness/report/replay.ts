import { join } from 'node:path'

import type { CaseResult, Exchange, Finding } from '../verdict.ts'

/** How a finding is tried again from a shell. */
export interface Replay {
  /** Short enough to read and to copy; may name one of `files`, as seen from the working directory. */
  readonly line: string
  /** File name, below the replay folder, to its text. */
  readonly files: Readonly<Record<string, string>>
}

/** The folder of these files, in the folder of the reports. */
export const replayFolder = 'replay'

/** A token stands in a file once it is longer than a glance. */
const longToken = /(?<token>[A-Za-z0-9_.+/=-]{120,})(?<closing>'?)/
const longestLine = 500

/** The exchange that shows the finding: the attack, or the last one that is not a control. */
export function tellingExchange({ exchanges }: Finding): Exchange | undefined {
  return (
    exchanges.find(({ label }) => label === 'attack') ??
    exchanges.findLast(({ label }) => !label.startsWith('control')) ??
    exchanges.at(-1)
  )
}

/**
 * The curl line of a finding. A long token goes into a file that the line reads; a line that is long all the same goes
 * into a script.
 * @param directory the replay folder as the line shall name it
 */
export function replayOf({ id, finding }: CaseResult, directory: string): Replay | undefined {
  const exchange = finding === undefined ? undefined : tellingExchange(finding)
  if (exchange === undefined) return undefined
  const { curl } = exchange
  const { token, closing } = longToken.exec(curl)?.groups ?? {}
  if (curl.startsWith('curl ') && token !== undefined) {
    const file = `${id}.jwt`
    const reading = `'"$(cat ${shellWord(join(directory, file))})"${closing === "'" ? '' : "'"}`
    const line = curl.replace(longToken, () => reading)
    if (line.length <= longestLine && !line.includes('\n')) return { line, files: { [file]: token } }
  }
  if (curl.length <= longestLine && !curl.includes('\n')) return { line: curl, files: {} }
  const file = `${id}.sh`
  return { line: `sh ${shellWord(join(directory, file))}`, files: { [file]: `${curl}\n` } }
}

/** Quoted only where it must be. Stands inside double quotes as well as alone. */
function shellWord(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
