import { expect, test } from 'vitest'
import { ConfigError } from './errors.ts'
import { selectCases } from './select.ts'

const catalogue = ['web-app.sign-in.succeeds', 'web-app.session.ends', 'caches.tokens.reused'].map(
  (id) => ({ id, severity: 'high', level: 'MUST' }) as const,
)

function refusalOf(pattern: string): unknown {
  try {
    return selectCases(catalogue, { case: [pattern] })
  } catch (error) {
    return error
  }
}

test('a glob takes what it matches', () => {
  expect(selectCases(catalogue, { case: ['web-app.*'] }).map(({ id }) => id)).toEqual([
    'web-app.sign-in.succeeds',
    'web-app.session.ends',
  ])
})

test('a filter for cases of another kind of target says what kinds there are', () => {
  const error = refusalOf('api.*')
  expect(error).toBeInstanceOf(ConfigError)
  expect(String(error)).toContain('Ids begin with web-app., caches. here.')
})

test('a slip is answered with the nearest id', () => {
  const error = refusalOf('web-app.sign-in.suceeds')
  expect(error instanceof ConfigError && error.fix).toContain('Did you mean web-app.sign-in.succeeds?')
})
