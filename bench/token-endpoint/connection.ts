import { connect, type Socket } from 'node:net'

/**
 * One keep-alive connection that sends the same request again and again: as little work as a client can have, for it
 * shares the machine with the server that is measured.
 */
export class Connection implements Disposable {
  readonly #socket: Socket
  readonly #request: string
  #received = ''
  #answered: ((answer: { readonly status: number; readonly body: string }) => void) | undefined
  #failed: ((error: Error) => void) | undefined

  constructor(port: number, path: string, form: string) {
    this.#socket = connect(port, '127.0.0.1').setEncoding('latin1').setNoDelay()
    this.#request = [
      `POST ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${form.length}`,
      '',
      form,
    ].join('\r\n')
    this.#socket.on('data', (text: string) => this.#receive(text))
    this.#socket.on('error', (error) => this.#failed?.(error))
    this.#socket.on('close', () => this.#failed?.(new Error('the server has closed the connection')))
  }

  /** Sends the request and waits for its answer, which must say how long it is. */
  send(): Promise<{ readonly status: number; readonly body: string }> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#failed = reject
      this.#socket.write(this.#request)
    })
  }

  [Symbol.dispose](): void {
    this.#failed = undefined
    this.#socket.destroy()
  }

  #receive(text: string): void {
    this.#received += text
    const end = this.#received.indexOf('\r\n\r\n')
    if (end === -1) return
    const header = this.#received.slice(0, end)
    const length = /^content-length: *(\d+)/im.exec(header)?.[1]
    if (length === undefined) {
      this.#failed?.(new Error(`no Content-Length:\n${header}`))
      return
    }
    if (this.#received.length < end + 4 + Number(length)) return
    const body = this.#received.slice(end + 4)
    this.#received = ''
    this.#answered?.({ status: Number(header.slice(9, 12)), body })
  }
}
