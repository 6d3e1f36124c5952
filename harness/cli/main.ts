import { Command, CommanderError } from 'commander'
import { toProblem } from '../errors.ts'
import { renderProblem } from './problem.ts'
import type { ExitCode } from './exit-code.ts'
import { toolVersion } from '../version.ts'

type Finish = (code: ExitCode) => void

/** In the order of the help. Loaded when asked for: those that judge need the catalogue, the cloud alone does not. */
const commands: ReadonlyMap<string, (finish: Finish) => Promise<Command>> = new Map([
  ['run', async (finish: Finish) => (await import('./run.ts')).runCommand(finish)],
  ['list', async (finish: Finish) => (await import('./list.ts')).listCommand(finish)],
  ['explain', async (finish: Finish) => (await import('./explain.ts')).explainCommand(finish)],
  ['demo', async (finish: Finish) => (await import('./demo.ts')).demoCommand(finish)],
  ['mock', async (finish: Finish) => (await import('./mock.ts')).mockCommand(finish)],
])

/**
 * The command line.
 * @param args what follows the program's name
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const finish: Finish = (code) => {
    exitCode = code
  }
  const program = new Command('entra-conformance')
    .description('Runs conformance suites against a web app or API behind Microsoft Entra ID, with a stand-in cloud.')
    .version(toolVersion())
    .exitOverride()
  const asked = commands.get(args[0] ?? '')
  try {
    for (const load of asked === undefined ? commands.values() : [asked]) {
      program.addCommand((await load(finish)).exitOverride())
    }
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    process.stderr.write(`${renderProblem(toProblem(error))}\n`)
    return 2
  }
}
