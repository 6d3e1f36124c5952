import { Command } from 'commander'
import { z } from 'zod'
import { toJsonText } from '../json.ts'
import { everyCase } from '../../suites/catalogue.ts'
import { fixHintsFor, groupTitle } from '../../suites/groups.ts'
import type { Case } from '../case.ts'
import type { ClientCase } from '../client-case.ts'
import { ConfigError } from '../errors.ts'
import { groupOf, selectCases } from '../select.ts'
import type { ExitCode } from './exit-code.ts'

const optionsSchema = z.object({ json: z.boolean().default(false) })

/** `explain ID`: everything about one case, without starting anything. */
export function explainCommand(finish: (code: ExitCode) => void): Command {
  return new Command('explain')
    .description('tells all about one case: what it sends, what it expects and why')
    .argument('<id>', 'a case id, for example api.audience.other-api')
    .option('--json', 'as JSON')
    .action((id: string, raw: unknown) => {
      const { json } = optionsSchema.parse(raw)
      const item = find(id)
      process.stdout.write(json ? `${toJsonText(item)}\n` : explanation(item))
      finish(0)
    })
}

function find(id: string): Case | ClientCase {
  const item = everyCase.find((candidate) => candidate.id === id)
  if (item !== undefined) return item
  const matching = selectCases(everyCase, { case: [id] })
  throw new ConfigError(
    'CASE_AMBIGUOUS',
    `"${id}" names ${matching.length} cases.`,
    `Explain one of them, for example \`entra-conformance explain ${matching[0]?.id ?? ''}\`.`,
    { details: matching.map((candidate) => candidate.id).join('\n') },
  )
}

const makerSentences = {
  anyone: 'anyone: no key is needed',
  'another-client': 'another client: Entra really signs it, for somebody else',
  'issuer-only': 'nobody but the issuer, and Entra never does: accepting it is an advisory',
} as const

function explanation(item: Case | ClientCase): string {
  const { requirement, needs = [] } = item
  const lines = [
    `${item.id}  (${groupTitle(groupOf(item.id))})`,
    item.title,
    '',
    `Requirement  ${requirement.text}`,
    `             ${requirement.source}, ${requirement.url}`,
    `Level        ${item.level}, severity ${item.severity}`,
    `Made by      ${makerSentences[item.maker]}`,
    `If broken    ${item.gains}`,
    `Needs        ${needs.length === 0 ? 'nothing particular' : needs.join(', ')}`,
    '',
    ...contents(item),
    ...fixHintsFor(item.id).map(
      ({ stack, hint }, index) => `${index === 0 ? '\nLikely fix\n' : ''}  ${stack}: ${hint}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function block(name: string, value: unknown): string {
  return `${name}\n${indent(JSON.stringify(value, null, 2))}`
}

function contents(item: Case | ClientCase): readonly string[] {
  switch (item.kind) {
    case 'exchange':
      return [
        ...(item.token === undefined ? ['Token: none'] : [block('Token (mutations of a valid one)', item.token)]),
        ...(item.request === undefined ? [] : [block('Request', item.request)]),
        block('Expected', item.expect),
        ...(item.ledger === undefined ? [] : [block("Bounds on the target's own requests", item.ledger)]),
      ]
    case 'scenario':
      return [
        `A target of its own: ${item.isolation === 'fresh' ? 'yes' : 'no'}`,
        ...(item.before === undefined ? [] : [block('Before the target starts', item.before)]),
        ...item.steps.map((step, index) => block(`Step ${index + 1}`, step)),
      ]
    case 'client':
      return [
        `Concerns: ${item.system}`,
        `A cloud and a target of its own: ${item.isolation === 'fresh' ? 'yes' : 'no'}`,
        ...(item.start === undefined ? [] : [block('How the target is started', item.start)]),
        ...item.steps.map((step, index) => block(`Step ${index + 1}`, step)),
        ...(item.conduct === undefined ? [] : [block('Conduct that is not judged', item.conduct)]),
      ]
    case 'probe':
      return [`Probe: ${item.probe}`]
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
