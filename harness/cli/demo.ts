import { Argument, Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { type DemoName, demoNames } from '../demo/contract.ts'
import type { ExitCode } from './exit-code.ts'

const optionsSchema = z.object({
  port: z.record(z.string(), z.number()).default({}),
  freePorts: z.boolean().default(false),
})

const systems: Readonly<Record<DemoName, string>> = {
  'web-app': 'a web app that signs users in and calls an API for them',
  agent: 'an agent with a managed identity: Azure OpenAI and a session pool',
  broker: 'a token broker, and what gets its tokens there',
  'key-vault': 'an API with settings from Key Vault',
  python: 'the web app and the API in Python',
}

/** `demo`: a stand-in cloud and a system to click through, until a signal ends both. */
export function demoCommand(finish: (code: ExitCode) => void): Command {
  return new Command('demo')
    .description('starts a reference system with a stand-in cloud, to click through in a browser; ends with Ctrl-C')
    .addArgument(
      new Argument('[system]', `${demoNames.join(', ')}, or the path of a demo.yaml`).default('web-app', 'web-app'),
    )
    .option('--port <part=port>', 'another port for a part; may be repeated', readPort)
    .option('--free-ports', 'any free port for every part')
    .addHelpText('after', `\nSystems:\n${demoNames.map((name) => `  ${name.padEnd(9)} ${systems[name]}`).join('\n')}`)
    .action(async (system: string, raw: unknown) => {
      const { port, freePorts } = optionsSchema.parse(raw)
      // Loaded here: the other commands need no cloud.
      const { runDemo } = await import('../demo/run.ts')
      await runDemo(system, { ports: freePorts ? 'free' : port })
      finish(0)
    })
}

function readPort(text: string, before: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  const [, part, digits] = /^([a-z][a-z0-9-]*)=(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (part !== undefined && port > 0 && port <= 65_535) return { ...before, [part]: port }
  throw new InvalidArgumentError('Write the name of a part and a port up to 65535, such as web-app=5001.')
}
