import type { Checks, Status } from '../client-case.ts'
import { matches } from '../judge.ts'
import { atPointer } from '../execute/scenario.ts'

/** What is wrong with a value, as the end of a sentence; undefined when nothing is. */
export function checkValue(name: string, found: string | undefined, wanted: string | null): string | undefined {
  if (wanted === null) return found === undefined ? undefined : `${name} is there: ${shorten(found)}`
  if (found === undefined) return `there is no ${name}`
  return matches(found, wanted, true) ? undefined : `${name} is ${shorten(found)}, not ${wanted}`
}

/** The first thing that is wrong with several named values. */
export function checkAll(
  checks: Checks | undefined,
  read: (name: string) => string | undefined,
  label: (name: string) => string = (name) => name,
): string | undefined {
  for (const [name, wanted] of Object.entries(checks ?? {})) {
    const problem = checkValue(label(name), read(name), wanted)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** True when a status is one of those meant; `4xx` means the class. */
export function isStatus(status: number, wanted: Status | readonly Status[]): boolean {
  return [wanted]
    .flat()
    .some((each) => (typeof each === 'number' ? each === status : `${Math.floor(status / 100)}xx` === each))
}

/** A text, number or boolean of a JSON document, at a pointer. */
export function jsonAt(document: unknown, pointer: string): string | undefined {
  return atPointer(document, pointer)
}

const longest = 200

export function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
