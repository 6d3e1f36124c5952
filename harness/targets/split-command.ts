import { ConfigError } from '../errors.ts'

/** What only a shell could act on, outside quotes. */
const shellOnly = /[|&;<>()$`]/

/**
 * Splits a command into words as a POSIX shell does (XCU §2.2): blanks separate, single quotes keep everything, double
 * quotes and backslashes quote. Nothing is expanded and no shell runs.
 *
 * @throws {ConfigError} `COMMAND_EMPTY`, `COMMAND_QUOTE_OPEN`, or `COMMAND_NEEDS_SHELL` for pipes, variables and the like
 */
export function splitCommand(command: string): readonly [string, ...string[]] {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < command.length) {
    const char = command.charAt(at)
    if (char === "'" || char === '"') {
      const quoted = readQuoted(command, at)
      word = (word ?? '') + quoted.text
      at = quoted.end
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
      at += 1
    } else if (char === '\\' && at + 1 < command.length) {
      word = (word ?? '') + command.charAt(at + 1)
      at += 2
    } else {
      if (shellOnly.test(char)) throw needsShell(command, char)
      word = (word ?? '') + char
      at += 1
    }
  }
  if (word !== undefined) words.push(word)
  const [program, ...rest] = words
  if (program === undefined || program === '') {
    throw new ConfigError('COMMAND_EMPTY', 'The launch command is empty.', 'Write the command that starts the target.')
  }
  return [program, ...rest]
}

/** Reads from an opening quote to after its end. Within double quotes a backslash quotes `"`, `\`, `$` and a backtick. */
function readQuoted(command: string, start: number): { readonly text: string; readonly end: number } {
  const quote = command.charAt(start)
  let text = ''
  for (let at = start + 1; at < command.length; at += 1) {
    const char = command.charAt(at)
    if (char === quote) return { text, end: at + 1 }
    const next = command.charAt(at + 1)
    if (quote === '"' && char === '\\' && next !== '' && '"\\$`'.includes(next)) {
      text += next
      at += 1
    } else {
      if (quote === '"' && (char === '$' || char === '`')) throw needsShell(command, char)
      text += char
    }
  }
  throw new ConfigError(
    'COMMAND_QUOTE_OPEN',
    `The launch command has a ${quote} without its end: ${command}`,
    'Close it.',
  )
}

function needsShell(command: string, char: string): ConfigError {
  return new ConfigError(
    'COMMAND_NEEDS_SHELL',
    `The launch command needs a shell for "${char}", and none runs: ${command}`,
    'Quote the character if it is meant literally, or write the command as a list: [sh, -c, "…"].',
  )
}
