import { expect, it } from 'vitest'

import type { ClientStep } from '../../client-case.ts'
import { configSchema, kindOf } from '../../config/schema.ts'
import { unableReason } from './able.ts'
import { caseFacts } from '../testing/case-facts.ts'

const config = kindOf(
  configSchema.parse({
    webApp: {
      launch: 'run it',
      pages: { signOut: { path: '/logout', form: '/' } },
      credentials: { secret: { env: { SECRET: '${clientSecret}' } } },
    },
  }),
)
const facts = { ...caseFacts, id: 'test.able.case' } as const
const signIn: ClientStep = { do: 'sign-in' }

it.each<[string, ClientStep]>([
  ['a page', { do: 'visit', at: 'page.home', query: { a: '1' }, headers: {} }],
  ['a form on a page', { do: 'visit', at: 'page.signOut' }],
  ['a sign-in', signIn],
  ['a sign-in that is declined', { do: 'sign-in', consent: 'decline' }],
  ['a change of the cloud on the way', { do: 'sign-in', before: [{ do: 'registration', secret: 'other' }] }],
])('%s is for a real browser', (_, step) => {
  expect(unableReason({ ...facts, steps: [step, { do: 'mark' }] }, config)).toBeUndefined()
})

it.each<[string, ClientStep, string]>([
  ['headers of a visit', { do: 'visit', at: 'page.home', headers: { cookie: 'a=1' } }, 'made to send'],
  ['a header left out', { do: 'visit', at: 'page.home', headers: { accept: null } }, 'made to send'],
  ['a method', { do: 'visit', at: 'page.home', method: 'POST' }, 'made to send'],
  ['a form that is on no page', { do: 'visit', at: 'page.callback', form: { code: 'x' } }, 'made to send'],
  ['JSON', { do: 'visit', at: '/chat', json: {} }, 'made to send'],
  ['a bearer token', { do: 'visit', at: '/', token: { baseline: 'delegated' } }, 'made to send'],
  ['headers of a sign-in', { do: 'sign-in', headers: { host: 'x' } }, 'made to send'],
  ['another request', { do: 'sign-in', request: { prompt: null } }, 'changes'],
  ['another response', { do: 'sign-in', response: { state: 'x' } }, 'changes'],
  ['another method of the response', { do: 'sign-in', responseBy: 'query' }, 'changes'],
  ['another receiver', { do: 'sign-in', deliverTo: 'victim' }, 'changes'],
  ['a response that is kept', { do: 'sign-in', deliver: false }, 'changes'],
  ['many at once', { do: 'burst', times: 50, of: { do: 'sign-in' } }, 'at once'],
  ['another time', { do: 'clock', of: 'cloud', seconds: 60 }, 'clock'],
  ['another time on the way', { do: 'sign-in', before: [{ do: 'clock', of: 'cloud', seconds: 60 }] }, 'clock'],
  ['nothing', { do: 'mark' }, 'No browser takes part'],
])('%s is not', (_, step, reason) => {
  const steps = step.do === 'mark' ? [step] : [signIn, step]
  expect(unableReason({ ...facts, steps }, config)).toContain(reason)
})

it('TLS that headers tell of is not', () => {
  expect(unableReason({ ...facts, steps: [signIn], start: { tls: true } }, config)).toContain('made to send')
})
