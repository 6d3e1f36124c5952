import { expect, test } from 'vitest'
import { toJsonText } from './json.ts'

test('JSON for other tools holds no lone surrogate, and all else as it is', () => {
  const text = toJsonText({ kid: '\ud800🔑', list: ['é', 1, null] })
  expect(text).not.toContain('\\ud800')
  expect(JSON.parse(text)).toEqual({ kid: '\ufffd🔑', list: ['é', 1, null] })
})
