/** So many things at once, and no more. Who asks first gets first, also where it asks for many. */
export class Permits {
  readonly #all: number
  #free: number
  readonly #waiting: { readonly wanted: number; readonly go: () => void }[] = []

  constructor(all: number) {
    this.#all = all
    this.#free = all
  }

  /** Runs `action` while it holds so many permits; never more than there are. */
  async while<T>(wanted: number, action: () => Promise<T>): Promise<T> {
    const taken = Math.min(wanted, this.#all)
    await this.#take(taken)
    try {
      return await action()
    } finally {
      this.#free += taken
      this.#serve()
    }
  }

  #take(wanted: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ wanted, go: resolve })
    this.#serve()
    return promise
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.wanted <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#free -= next.wanted
      next.go()
    }
  }
}
