import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { levels, severities } from '../verdict.ts'

const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
]

const level = z.enum(levels)

function collectLevel(value: string, earlier: readonly string[] | undefined): readonly string[] {
  const parsed = level.safeParse(value.toUpperCase())
  if (!parsed.success) throw new InvalidArgumentError(`Allowed choices are ${levels.join(', ')}.`)
  return [...(earlier ?? []), parsed.data]
}

/** The options by which `run` and `list` choose cases. */
export const selectionSchema = z.object({
  case: z.array(z.string()).optional(),
  severity: z.enum(severities).optional(),
  level: z.array(level).optional(),
  tag: z.array(z.string()).optional(),
})

export function addSelection(command: Command): Command {
  return command
    .option('--case <glob>', 'only cases whose id matches, for example "api.audience.*"; may be repeated', collect)
    .addOption(new Option('--severity <severity>', 'only this severity and above').choices(severities))
    .option('--level <level>', 'only MUST, SHOULD or MAY; may be repeated', collectLevel)
    .option('--tag <tag>', 'only cases with this tag; may be repeated', collect)
}
