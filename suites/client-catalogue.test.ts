import { isDeepStrictEqual } from 'node:util'

import { expect, test } from 'vitest'

import type { ClientCase, ClientStep, Place } from '../harness/client-case.ts'
import { clientVariableDocs } from '../harness/client/variables.ts'
import { groupOf } from '../harness/select.ts'
import { templateFilters } from '../harness/variables.ts'
import { everyCase } from './catalogue.ts'
import { clientCatalogue } from './client-catalogue.ts'
import { clientGroups } from './client-groups.ts'
import { fixHintsFor } from './groups.ts'

/** The ids of the cases for which something does not hold. */
function except(holds: (item: ClientCase) => boolean): readonly string[] {
  return clientCatalogue.filter((item) => !holds(item)).map(({ id }) => id)
}

test('ids are words in kebab case, none is there twice, also not among the API cases', () => {
  expect(except(({ id }) => /^[a-z]+(-[a-z]+)*(\.[a-z0-9]+(-[a-z0-9]+)*){2,}$/.test(id))).toEqual([])
  expect(new Set(everyCase.map(({ id }) => id)).size).toBe(everyCase.length)
})

test('every case is in a group of the display tree, and the groups come in its order', () => {
  const order = clientGroups.map(({ id }) => id)
  const found = [...new Set(clientCatalogue.map(({ id }) => groupOf(id)))]
  expect(found).toEqual(order.filter((id) => found.includes(id)))
})

test('titles do not end with a period and are not there twice, gains are sentences', () => {
  expect(except(({ title, gains }) => /^\S.*[^.\s]$/.test(title) && /^\S.*\.$/.test(gains))).toEqual([])
  const titles = Map.groupBy(clientCatalogue, ({ title }) => title)
  expect([...titles].filter(([, members]) => members.length > 1).map(([title]) => title)).toEqual([])
})

test('every requirement has an https link and a requirement word', () => {
  const word = /\b(MUST|SHOULD|MAY|REQUIRED|RECOMMENDED)\b/
  expect(except(({ requirement: { url, text } }) => url.startsWith('https://') && word.test(text))).toEqual([])
})

test('every case has a fix to suggest', () => {
  expect(except(({ id }) => fixHintsFor(id).length > 0)).toEqual([])
})

test('every case is data: JSON gives the same back', () => {
  expect(except((item) => isDeepStrictEqual(JSON.parse(JSON.stringify(item)), item))).toEqual([])
})

test('every case says something of the target', () => {
  expect(except((item) => item.start?.expect === 'fails' || item.steps.some(judges))).toEqual([])
})

/** A control only makes the case inconclusive; a burst judges as its step does. */
function judges(step: ClientStep): boolean {
  if (step.do === 'burst') return judges(step.of)
  if ('control' in step && step.control) return false
  if (step.do === 'visit') return step.expect !== undefined
  if (step.do === 'restart') return step.expect === 'fails'
  return ['sign-in', 'ledger', 'output', 'ended', 'wait', 'reach'].includes(step.do)
}

test('a case after which the target remembers something has a target of its own', () => {
  expect(except((item) => item.isolation === 'fresh' || !leavesTraces(item))).toEqual([])
})

/** The output of a client is that of its broker as well, which nobody could tell apart later. */
function leavesTraces({ start, steps }: ClientCase): boolean {
  return start?.client !== undefined || steps.flatMap(withBefore).some(isRemembered)
}

function withBefore(step: ClientStep): readonly ClientStep[] {
  return step.do === 'sign-in' ? [step, ...(step.before ?? [])] : [step]
}

const remembered = new Set<ClientStep['do']>([
  'certificates',
  'clock',
  'identity',
  'identity-lifetime',
  'restart',
  'retire',
  'role',
  'rollover',
])

/** SDKs keep keys and the tokens of identities, and hold back after a failure of Entra ID or of a source. */
function isRemembered(step: ClientStep): boolean {
  if (step.do !== 'fault') return remembered.has(step.do)
  // A refusal as Entra ID gives it by itself, and a slow answer, hold nothing back.
  if (step.action.do === 'latency' || (step.action.do === 'status' && step.action.status === 400)) return false
  return [step.endpoint].flat().some((endpoint) => /^entra\.|\.token$/.test(endpoint))
}

test('moving the clock of both takes a target whose clock can be moved', () => {
  expect(except((item) => item.start?.clock === true || !item.steps.some(movesBoth))).toEqual([])
})

function movesBoth(step: ClientStep): boolean {
  return step.do === 'clock' && step.of === 'both'
}

test('a case goes to places that its needs promise', () => {
  expect(except((item) => item.steps.flatMap(placesOf).every((place) => promises(item, place)))).toEqual([])
})

function placesOf(step: ClientStep): readonly Place[] {
  if (step.do === 'burst') return placesOf(step.of)
  return step.do === 'visit' || step.do === 'sign-in' ? [step.at ?? 'page.signIn'] : []
}

/** These a web app always has. */
const always = new Set<Place>(['page.home', 'page.signIn', 'page.callback', 'page.signedOut', 'health'])

function promises({ needs = [], start, system }: ClientCase, place: Place): boolean {
  if (place.startsWith('/')) return true
  if (place === 'token') return system === 'broker'
  if (place === 'client') return start?.client !== undefined
  if (place === 'protected') return needs.includes('api')
  if (place === 'health') return true
  if (always.has(place)) return system === 'web-app'
  return needs.some((need) => need === place)
}

test('cases name only the variables and filters there are', () => {
  expect(clientCatalogue.flatMap((item) => unknownNames(item).map((name) => `${item.id}: ${name}`))).toEqual([])
})

const filters = new Set(Object.keys(templateFilters))

function unknownNames(item: ClientCase): readonly string[] {
  const known = new Set([
    ...Object.keys(clientVariableDocs),
    ...item.steps.flatMap(capturedBy),
    'n',
    'visitorId',
    'json',
    'wire',
  ])
  return [...JSON.stringify(item).matchAll(/\$\{([a-zA-Z]\w*)((?:\|[^}]*)?)\}/g)]
    .filter(([, name = '', bar = '']) => {
      const wanted = bar.split('|').slice(1)
      return !known.has(name) || wanted.some((filter) => !filters.has(filter))
    })
    .map(([text]) => text)
}

function capturedBy(step: ClientStep): readonly string[] {
  return 'capture' in step ? Object.keys(step.capture ?? {}) : []
}
