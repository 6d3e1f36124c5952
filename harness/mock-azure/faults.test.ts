import { expect, test } from 'vitest'

import type { FaultAction } from './contract.ts'
import { createFaults } from './faults.ts'
import { contosoId, fabrikamId } from './testing/cloud.ts'

const html: FaultAction = { do: 'html' }
const empty: FaultAction = { do: 'empty' }
const endpoint = 'entra.keys.v2'

test('a rule meets its endpoint, and its tenant if it names one', () => {
  const faults = createFaults()
  faults.add({ endpoint, action: html })
  expect(faults.take('entra.keys.v1', contosoId)).toBeUndefined()
  expect(faults.take(endpoint, undefined)).toBe(html)
  faults.clear()
  faults.add({ endpoint, tenantId: contosoId, action: html })
  expect(faults.take(endpoint, undefined)).toBeUndefined()
  expect(faults.take(endpoint, fabrikamId)).toBeUndefined()
  expect(faults.take(endpoint, contosoId)).toBe(html)
})

test('the newest matching rule wins; without it the older one is back', () => {
  const faults = createFaults()
  faults.add({ endpoint, action: html })
  const remove = faults.add({ endpoint, action: empty })
  expect(faults.take(endpoint, undefined)).toBe(empty)
  remove()
  expect(faults.take(endpoint, undefined)).toBe(html)
})

test('calls are counted from when the rule was added, both ends included', () => {
  const faults = createFaults()
  faults.take(endpoint, undefined)
  faults.add({ endpoint, calls: { from: 2, to: 3 }, action: html })
  const taken = Array.from({ length: 4 }, () => faults.take(endpoint, undefined))
  expect(taken).toEqual([undefined, html, html, undefined])
})

test('calls that another endpoint, another tenant or a newer rule got are counted for what they are', () => {
  const faults = createFaults()
  faults.add({ endpoint, tenantId: contosoId, calls: { from: 2, to: 2 }, action: html })
  faults.take(endpoint, fabrikamId)
  faults.take('entra.keys.v1', contosoId)
  const remove = faults.add({ endpoint, action: empty })
  expect(faults.take(endpoint, contosoId)).toBe(empty)
  remove()
  expect(faults.take(endpoint, contosoId)).toBe(html)
})

test('outside its calls a newer rule gives way to an older one', () => {
  const faults = createFaults()
  faults.add({ endpoint, action: html })
  faults.add({ endpoint, calls: { from: 1, to: 1 }, action: empty })
  expect([faults.take(endpoint, undefined), faults.take(endpoint, undefined)]).toEqual([empty, html])
})
