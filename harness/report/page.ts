import { type Colors, colorsFor, columns, type Look, printable, shorten, wrap } from './text.ts'

type Paint = (text: string) => string

/** Where the text beside a label begins. */
const textColumn = 16
const labelColumn = 4

/** Lines of a console report, and the few ways they are laid out. What comes from outside is made printable here. */
export class Page {
  readonly colors: Colors
  readonly width: number
  readonly #lines: string[] = []

  constructor(look: Look) {
    this.colors = colorsFor(look)
    this.width = look.width
  }

  /** Columns for the text beside a label. */
  get textWidth(): number {
    return this.width - textColumn
  }

  /** As it is. */
  line(text = ''): void {
    this.#lines.push(text)
  }

  /** `TITLE note ─────` after an empty line. */
  heading(title: string, note: string, paint: Paint): void {
    const rule = '─'.repeat(Math.max(0, this.width - columns(title) - columns(note) - 2))
    this.line()
    this.line(`${paint(this.colors.bold(title))} ${note} ${this.colors.dim(rule)}`)
  }

  /** `Label  text`, wrapped beside its label. */
  field(label: string, text: string, paint: Paint = String): void {
    wrap(text, this.textWidth).forEach((line, index) => this.labelled(index === 0 ? label : '', paint(line)))
  }

  /** `Label  text`, the text as it is. */
  labelled(label: string, text: string): void {
    const name = label.padEnd(textColumn - labelColumn)
    this.line(`${' '.repeat(labelColumn)}${this.colors.dim(name)}${text}`)
  }

  /** Wrapped, indented by four. */
  paragraph(text: string, paint: Paint = String): void {
    for (const line of wrap(text, this.width - labelColumn)) this.line(`${' '.repeat(labelColumn)}${paint(line)}`)
  }

  /** `  ✗ name  text`, on one line, the text cut to fit. */
  bullet(sign: string, name: string, text: string, paint: Paint): void {
    const shown = printable(name)
    const room = this.width - columns(shown) - 6
    const told = printable(text).replaceAll(/\s/g, ' ')
    this.line(`  ${paint(sign)} ${shown}  ${this.colors.dim(shorten(told, Math.max(0, room)))}`.trimEnd())
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}
