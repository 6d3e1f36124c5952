import { execFileSync } from 'node:child_process'

import { describe, expect, it } from 'vitest'

import { splitCommand } from './split-command.ts'

/** The words as a shell sees them, each on a line. */
function shellWords(command: string): string[] {
  return execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .split('\n')
    .slice(0, -1)
}

describe('splitCommand', () => {
  it.each([
    'dotnet run --project src/Api',
    '  node \t --enable-source-maps   server.js ',
    `java -jar 'my api.jar' --name="First API"`,
    String.raw`node a\ b.js "c \"d\" \\ e" 'f\g' h\\i`,
    `x "" '' y`,
    `a"b"'c'd`,
    String.raw`say "\n stays" '"' "'"`,
    String.raw`cost "\$5" \$6 '$7'`,
  ])('splits as a shell does: %s', (command) => {
    expect(splitCommand(command)).toEqual(shellWords(command))
  })

  it.each(['cd api && npm start', 'node $FILE', 'a | b', 'a > log', 'echo "$HOME"', 'echo `date`', 'a; b', '(a)'])(
    'refuses what needs a shell: %s',
    (command) => {
      expect(() => splitCommand(command)).toThrow(
        expect.objectContaining({ code: 'COMMAND_NEEDS_SHELL', fault: 'config' }),
      )
    },
  )

  it.each(["node 'a", 'node "a', 'node "a\\"'])('refuses a quote that stays open: %s', (command) => {
    expect(() => splitCommand(command)).toThrow(expect.objectContaining({ code: 'COMMAND_QUOTE_OPEN' }))
  })

  it.each(['', '   ', "''"])('refuses an empty command: "%s"', (command) => {
    expect(() => splitCommand(command)).toThrow(expect.objectContaining({ code: 'COMMAND_EMPTY' }))
  })
})
