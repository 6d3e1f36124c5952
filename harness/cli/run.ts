import { relative, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { z } from 'zod'
import { everyCase } from '../../suites/catalogue.ts'
import { loadAnyConfig } from '../config/load.ts'
import { concerns } from '../client/needs.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { selectCases } from '../select.ts'
import { browserNames, chosenBrowser } from './browser-choice.ts'
import type { ExitCode } from './exit-code.ts'
import { addSelection, selectionSchema } from './selection.ts'

const optionsSchema = selectionSchema.extend({
  config: z.string().optional(),
  target: z.string().optional(),
  browser: z.enum(browserNames).default('player'),
  strict: z.boolean().default(false),
  bail: z.boolean().default(false),
  reportDir: z.string().default('reports'),
})

/** `run`: starts the target behind the stand-in cloud and judges it. */
export function runCommand(finish: (code: ExitCode) => void): Command {
  return addSelection(new Command('run'))
    .description('judges a target; without --config, the one whose configuration is in this folder')
    .option('--config <file>', 'the configuration, or a folder that holds one')
    .option('--target <path>', 'a folder with a conformance.yaml, or a module to judge with the one beside it')
    .addOption(
      new Option('--browser <name>', 'what plays the browser in cases of a web app: the harness, or a real Chromium')
        .choices(browserNames)
        .default('player'),
    )
    .option('--strict', 'warnings count as failures')
    .option('--bail', 'stop at the first failure')
    .option('--report-dir <folder>', 'where results.json, junit.xml and allure-results go', 'reports')
    .action(async (raw: unknown) => {
      const options = optionsSchema.parse(raw)
      const cwd = process.cwd()
      const loaded = await loadAnyConfig({ cwd, config: options.config, target: options.target })
      const browser = await chosenBrowser(options.browser, loaded.config)
      const cases = selectCases(casesFor(loaded.config), options)
      // Loaded here: the other commands need no test runner.
      const { runSuites } = await import('../run-suites.ts')
      finish(
        await runSuites({
          loaded: { ...loaded, file: relative(cwd, loaded.file) || loaded.file },
          cases,
          browser,
          strict: options.strict,
          bail: options.bail,
          reportDir: resolve(cwd, options.reportDir),
        }),
      )
    })
}

/** The cases of the system that is configured. */
function casesFor(config: AnyConfig): typeof everyCase {
  return everyCase.filter((item) => (item.kind === 'client' ? concerns(item, config) : isApiConfig(config)))
}
