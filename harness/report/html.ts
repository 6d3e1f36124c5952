import { printable } from './text.ts'

/** Markup that may stand in a page as it is. */
export interface Html {
  readonly html: string
}

type Part = string | number | Html | readonly Part[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function asMarkup(part: Part): string {
  if (typeof part === 'string') return printable(part).replace(/[&<>"']/g, (character) => entities[character] ?? '')
  if (typeof part === 'number') return String(part)
  return 'html' in part ? part.html : part.map(asMarkup).join('')
}

/** Markup in which every value is text, unless it is markup itself: what a token holds cannot become part of the page. */
export function html(markup: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { html: String.raw({ raw: markup }, ...values.map(asMarkup)) }
}
