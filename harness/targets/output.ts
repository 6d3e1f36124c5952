const maxLines = 200
const maxLineLength = 2000

/** The last lines of a target's stdout and stderr, bounded, with secrets taken out. */
export class OutputTail {
  readonly #secrets: readonly string[]
  readonly #lines: string[] = []
  readonly #partial = new Map<string, string>()

  /** @param secrets texts that must not be shown; empty ones are ignored */
  constructor(secrets: readonly string[]) {
    // Longest first, so that a secret that holds another one goes as a whole.
    this.#secrets = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length)
  }

  /** @param stream keeps the lines of stdout and stderr apart while they are incomplete */
  add(stream: 'stdout' | 'stderr', chunk: string): void {
    const lines = `${this.#partial.get(stream) ?? ''}${chunk}`.split('\n')
    // The last piece waits for its line to end: a secret may come in two chunks.
    const rest = lines.pop() ?? ''
    for (const line of lines) this.#push(line)
    this.#partial.set(stream, rest.length > 10 * maxLineLength ? rest.slice(-10 * maxLineLength) : rest)
  }

  /** Oldest first. */
  text(): string {
    const unfinished = [...this.#partial.values()].filter((line) => line !== '').map((line) => this.#redact(line))
    return [...this.#lines, ...unfinished].join('\n')
  }

  #push(line: string): void {
    this.#lines.push(this.#redact(line.endsWith('\r') ? line.slice(0, -1) : line))
    if (this.#lines.length > maxLines) this.#lines.shift()
  }

  #redact(line: string): string {
    const clean = this.#secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line)
    return clean.length > maxLineLength ? `${clean.slice(0, maxLineLength)}…` : clean
  }
}
