import { AsyncLocalStorage } from 'node:async_hooks'

/** How far the wall clock of one implementation is ahead of the machine's. */
export interface OwnTime {
  seconds: number
}

const current = new AsyncLocalStorage<OwnTime>()
const MachineDate = Date

/**
 * From now on what runs `withTime` in this thread reads a clock of its own: what libfaketime does to a process. Timers go
 * on as they were.
 */
export function patchDate(): void {
  if (globalThis.Date !== MachineDate) return
  const now = (): number => MachineDate.now() + (current.getStore()?.seconds ?? 0) * 1000
  globalThis.Date = new Proxy(MachineDate, {
    construct(target, args: readonly unknown[], newTarget) {
      const made: unknown = Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget)
      return made instanceof MachineDate ? made : new MachineDate(Number.NaN)
    },
    get(target, name, receiver): unknown {
      return name === 'now' ? now : Reflect.get(target, name, receiver)
    },
  })
}

export function withTime<T>(time: OwnTime, action: () => T): T {
  return current.run(time, action)
}

/** The stand-in cloud has a clock of its own, also while it answers an implementation. */
export function withMachineTime<T>(action: () => T): T {
  return current.exit(action)
}
