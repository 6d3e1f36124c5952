/** What both clients share: how long to wait and how much of a body to keep. */
export interface SendOptions {
  /** From handing the request over to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number
}

/** More than any sensible answer; a target that streams without end must not fill the harness's memory. */
export const maxBodyBytes = 1024 * 1024

/** A body as it arrives, up to `maxBodyBytes`. */
export class BodyBuffer {
  readonly #chunks: Buffer[] = []
  #length = 0

  add(chunk: Buffer): void {
    const room = maxBodyBytes - this.#length
    if (room <= 0) return
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    this.#length += Math.min(chunk.length, room)
  }

  /** True when no more is kept. */
  get full(): boolean {
    return this.#length >= maxBodyBytes
  }

  /** UTF-8; what is not becomes U+FFFD. */
  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }
}
