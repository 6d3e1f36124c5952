import { Command, CommanderError } from 'commander'
import { toProblem } from '../errors.ts'
import { renderProblem } from './problem.ts'
import type { ExitCode } from './exit-code.ts'
import { explainCommand } from './explain.ts'
import { listCommand } from './list.ts'
import { mockCommand } from './mock.ts'
import { runCommand } from './run.ts'
import { toolVersion } from '../version.ts'

/**
 * The command line.
 * @param args what follows the program's name
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const finish = (code: ExitCode): void => {
    exitCode = code
  }
  const program = new Command('entra-conformance')
    .description('Runs conformance suites against a web app or API behind Microsoft Entra ID, with a stand-in cloud.')
    .version(toolVersion())
    .exitOverride()
    .addCommand(runCommand(finish))
    .addCommand(listCommand(finish))
    .addCommand(mockCommand(finish))
    .addCommand(explainCommand(finish))
  for (const command of program.commands) command.exitOverride()
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    process.stderr.write(`${renderProblem(toProblem(error))}\n`)
    return 2
  }
}
