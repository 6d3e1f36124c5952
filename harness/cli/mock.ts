import { Command, InvalidArgumentError, Option } from 'commander'
import { resolve } from 'node:path'
import { z } from 'zod'
import { identitySources } from '../mock-command/identity-source.ts'
import type { ExitCode } from './exit-code.ts'

const optionsSchema = z.object({
  seed: z.string().optional(),
  envFile: z.string().optional(),
  port: z.number().optional(),
  authorityHost: z.union([z.literal(true), z.number()]).optional(),
  identity: z.enum(identitySources).default('app-service'),
})

/** `mock`: the stand-in cloud alone, until a signal ends it. */
export function mockCommand(finish: (code: ExitCode) => void): Command {
  return new Command('mock')
    .description('starts the stand-in cloud and says how to lead a program to it; ends with Ctrl-C')
    .option('--seed <file>', 'tenants, apps, users, secrets, YAML or JSON; without it, a web app with its APIs')
    .option(
      '-e, --env-file <file>',
      'write the environment to export there, instead of showing it; -e where npx starts this',
    )
    .option('--port <port>', "the proxy's; default: a free one", readPort)
    .option(
      '--authority-host [port]',
      'also serve Entra ID at https://localhost, for apps that take an authority',
      readPort,
    )
    .addOption(
      new Option('--identity <source>', 'how programs find their managed identity')
        .choices(identitySources)
        .default('app-service'),
    )
    .action(async (raw: unknown) => {
      const { seed, envFile, port, authorityHost, identity } = optionsSchema.parse(raw)
      // Loaded here: the other commands need no cloud.
      const { runMock } = await import('../mock-command/run.ts')
      await runMock({
        ...(seed === undefined ? {} : { seedFile: resolve(seed) }),
        ...(envFile === undefined ? {} : { environmentFile: resolve(envFile) }),
        ...(port === undefined ? {} : { port }),
        ...(authorityHost === undefined ? {} : { authorityPort: authorityHost === true ? 0 : authorityHost }),
        identity,
      })
      finish(0)
    })
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a number up to 65535.')
}
