import { z } from 'zod'
import { clientVariableDocs } from '../client/variables.ts'
import { variableDocs } from '../variables.ts'
import { configSchema } from './schema.ts'

/** What the reference needs of a JSON Schema node. */
const nodeSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  get properties() {
    return z.record(z.string(), nodeSchema).optional()
  },
  get items() {
    return nodeSchema.optional()
  },
  get anyOf() {
    return z.array(nodeSchema).optional()
  },
  get additionalProperties() {
    return z.union([z.boolean(), nodeSchema]).optional()
  },
})
type Node = z.infer<typeof nodeSchema>

/** `docs/configuration.md`: every setting with its default, and every variable, from the schema itself. */
export function configurationReference(): string {
  const root = nodeSchema.parse(z.toJSONSchema(configSchema, { io: 'input' }))
  const settings = settingsOf(root, '').map(
    ({ path, kind, fallback, description }) => `| \`${path}\` | ${kind} | ${fallback} | ${description} |`,
  )
  return `# Configuration

\`conformance.yaml\` (or \`.json\`, or \`conformance.config.ts\` with a default export). Editors check it against
[schemas/config.schema.json](schemas/config.schema.json). Generated from the schema by \`npm run docs\`.

A configuration has exactly one of \`api\`, \`webApp\`, \`agent\` and \`broker\`; \`keyVault\` may stand beside any of them.

## Settings

| setting | kind | default | |
|---|---|---|---|
${settings.join('\n')}

## Variables of an API

Any value under \`api.env\` may hold them.

| variable | |
|---|---|
${rows(variableDocs)}

## Variables of web apps, agents and brokers

Any value of their sections may hold them.

| variable | |
|---|---|
${rows(clientVariableDocs)}
`
}

/** The rows of a table of variables. */
function rows(docs: Readonly<Record<string, string>>): string {
  return Object.entries(docs)
    .map(([name, text]) => `| \`\${${name}}\` | ${cell(text)} |`)
    .join('\n')
}

interface Setting {
  readonly path: string
  readonly kind: string
  readonly fallback: string
  readonly description: string
}

function settingsOf(node: Node, path: string): readonly Setting[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, member]) => {
    if (name === '$schema') return []
    const own = path === '' ? name : `${path}.${name}`
    const inner = innerOf(member).flatMap(({ node: child, suffix }) => settingsOf(child, own + suffix))
    const fallback = 'default' in member && inner.length === 0 ? `\`${JSON.stringify(member.default)}\`` : ''
    const setting = { path: own, kind: kindOf(member), fallback, description: cell(member.description ?? '') }
    return inner.length > 0 && member.description === undefined ? inner : [setting, ...inner]
  })
}

/** The objects inside a node whose members are settings too. */
function innerOf(node: Node): readonly { readonly node: Node; readonly suffix: string }[] {
  const here = node.properties === undefined ? [] : [{ node, suffix: '' }]
  const alternatives = (node.anyOf ?? []).flatMap((each) => innerOf(each))
  const items =
    node.items === undefined ? [] : innerOf(node.items).map((each) => ({ ...each, suffix: `[]${each.suffix}` }))
  const values = typeof node.additionalProperties === 'object' ? innerOf(node.additionalProperties) : []
  return [...here, ...alternatives, ...items, ...values]
}

function kindOf(node: Node): string {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(kindOf))].join(' or ')
  if (node.items !== undefined) return `list of ${kindOf(node.items)}`
  return [node.type ?? 'any'].flat().join(' or ')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
