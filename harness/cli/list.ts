import { Command } from 'commander'
import { z } from 'zod'
import { toJsonText } from '../json.ts'
import { everyCase } from '../../suites/catalogue.ts'
import { groupTitle } from '../../suites/groups.ts'
import { countByTopic } from '../../suites/topics.ts'
import { groupOf, selectCases } from '../select.ts'
import type { ExitCode } from './exit-code.ts'
import { addSelection, selectionSchema } from './selection.ts'

const optionsSchema = selectionSchema.extend({ json: z.boolean().default(false) })

/** `list`: the catalogue, without starting anything. */
export function listCommand(finish: (code: ExitCode) => void): Command {
  return addSelection(new Command('list'))
    .description('shows the cases')
    .option('--json', 'as JSON')
    .action((raw: unknown) => {
      const options = optionsSchema.parse(raw)
      const cases = selectCases(everyCase, options)
      if (options.json) {
        process.stdout.write(`${toJsonText(cases)}\n`)
      } else {
        for (const [group, members] of Map.groupBy(cases, ({ id }) => groupOf(id))) {
          console.log(`\n${groupTitle(group)} (${members.length})`)
          for (const { id, title, level, severity } of members) {
            console.log(`  ${id.padEnd(58)} ${level.padEnd(6)} ${severity.padEnd(8)} ${title}`)
          }
        }
        console.log('')
        for (const [topic, count] of countByTopic(cases))
          console.log(`${topic.padEnd(38)} ${String(count).padStart(4)}`)
        console.log(`\n${cases.length} cases. \`entra-conformance explain ID\` tells all about one.`)
      }
      finish(0)
    })
}
