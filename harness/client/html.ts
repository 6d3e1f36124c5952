/** A form of a page as a browser would send it. */
export interface HtmlForm {
  /** As it is written; empty: the page itself. */
  readonly action: string
  readonly method: 'GET' | 'POST'
  /** Fields with a name and a value that go along whatever button is pressed. */
  readonly fields: Readonly<Record<string, string>>
  /** Names of fields the user fills in. */
  readonly inputs: readonly string[]
  readonly buttons: readonly { readonly name: string; readonly value: string }[]
}

const tag = /<(form|\/form|input|button|a)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi
const comment = /<!--[\s\S]*?-->/g
const attribute = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g

/** The forms of a page, in order. Enough of HTML for the forms that servers write; scripts do not run. */
export function formsOf(html: string): readonly HtmlForm[] {
  const forms: HtmlForm[] = []
  let open:
    | { form: HtmlForm; fields: Record<string, string>; inputs: string[]; buttons: HtmlForm['buttons'][number][] }
    | undefined
  for (const [, rawName = '', text = ''] of html.replace(comment, '').matchAll(tag)) {
    const name = rawName.toLowerCase()
    const attributes = attributesOf(text)
    if (name === 'form') {
      const fields: Record<string, string> = {}
      const inputs: string[] = []
      const buttons: HtmlForm['buttons'][number][] = []
      const method = attributes['method']?.toLowerCase() === 'post' ? 'POST' : 'GET'
      const form = { action: attributes['action'] ?? '', method, fields, inputs, buttons } as const
      open = { form, fields, inputs, buttons }
      forms.push(form)
    } else if (name === '/form') {
      open = undefined
    } else if (open !== undefined && attributes['name'] !== undefined) {
      const { name: field, value = '', type = name === 'button' ? 'submit' : 'text' } = attributes
      if (type === 'submit') open.buttons.push({ name: field, value })
      else if (type === 'hidden' || value !== '') open.fields[field] = value
      else open.inputs.push(field)
    }
  }
  return forms
}

/** Where the links of a page lead, as written. */
export function linksOf(html: string): readonly string[] {
  return [...html.replace(comment, '').matchAll(tag)].flatMap(([, name = '', text = '']) => {
    const { href } = attributesOf(text)
    return name.toLowerCase() === 'a' && href !== undefined ? [href] : []
  })
}

interface Attributes {
  readonly [name: string]: string | undefined
}

function attributesOf(text: string): Attributes {
  const entries = [...text.matchAll(attribute)].map(
    ([, name = '', double, single, bare]) =>
      [name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? '')] as const,
  )
  return Object.fromEntries(entries.toReversed())
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' }

/** Character references: the usual names, and numbers. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name = '') => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return entities[String(name).toLowerCase()] ?? whole
  })
}
