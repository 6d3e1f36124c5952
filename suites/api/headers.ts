import type { Case } from '../../harness/case.ts'
import { criticalCases } from './headers-critical.ts'
import { keyInjectionCases } from './headers-key-injection.ts'
import { keyIdCases } from './headers-kid.ts'
import { typeCases } from './headers-type.ts'

/** The header is a stranger's word until the signature is checked, and it names no key of its own even then. */
export const headerCases: readonly Case[] = [...keyIdCases, ...keyInjectionCases, ...criticalCases, ...typeCases]
