/**
 * So many things at once, and no more. Who asks first gets first, but nobody waits for another's turn while there is
 * enough for his own: who asks for many waits until so many are free, at the latest when all others are done.
 */
export class Permits {
  readonly #all: number
  #free: number
  readonly #waiting: { readonly wanted: number; readonly go: () => void }[] = []

  constructor(all: number) {
    this.#all = all
    this.#free = all
  }

  /**
   * Runs `action` while it holds so many permits; never more than there are.
   * @param place `first`: before those who wait already
   */
  async while<T>(wanted: number, action: () => Promise<T>, place: 'first' | 'last' = 'last'): Promise<T> {
    const taken = Math.min(wanted, this.#all)
    await this.#take(taken, place)
    try {
      return await action()
    } finally {
      this.#free += taken
      this.#serve()
    }
  }

  #take(wanted: number, place: 'first' | 'last'): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting[place === 'first' ? 'unshift' : 'push']({ wanted, go: resolve })
    this.#serve()
    return promise
  }

  #serve(): void {
    for (const next of this.#waiting.splice(0)) {
      if (next.wanted <= this.#free) {
        this.#free -= next.wanted
        next.go()
      } else this.#waiting.push(next)
    }
  }
}
