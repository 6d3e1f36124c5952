const signals = ['SIGINT', 'SIGTERM'] as const

/** While it lasts, the first signal asks for an orderly end and a second one ends the process at once. */
export interface Interruptible extends Disposable {
  /** @param listener what an orderly end means; called at once if the signal has come already */
  onInterrupt(listener: () => void): void
}

/**
 * Takes the termination signals over from whoever else listens, and gives them back when disposed: vitest's own
 * listener would end the process before the targets are ended and the reports written.
 */
export function interruptible(): Interruptible {
  let interrupted = false
  let listener: (() => void) | undefined
  const interrupt = (): void => {
    // The guardians end the targets when this process is gone.
    if (interrupted) process.exit(2)
    interrupted = true
    listener?.()
  }
  const mine = new Set<unknown>([interrupt])
  const others = signals.map((signal) => [signal, new Set<unknown>(process.listeners(signal))] as const)
  for (const signal of signals) process.on(signal, interrupt)
  return {
    onInterrupt(wanted) {
      for (const [signal, before] of others) {
        for (const added of process.listeners(signal)) {
          if (!before.has(added) && !mine.has(added)) process.off(signal, added)
        }
      }
      listener = wanted
      if (interrupted) wanted()
    },
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, interrupt)
    },
  }
}
