import { describe, expect, it } from 'vitest'

import { canRewrite, duration, lookOf, oneLine, printable, shorten, wrap } from './text.ts'

const terminal = { write: () => true, isTTY: true, columns: 80 }
const pipe = { write: () => true }

describe('look', () => {
  it('has colour on a terminal only, and NO_COLOR and FORCE_COLOR decide otherwise', () => {
    expect(lookOf(terminal, {}).color).toBe(true)
    expect(lookOf(pipe, {}).color).toBe(false)
    expect(lookOf(terminal, { NO_COLOR: '1' }).color).toBe(false)
    expect(lookOf(terminal, { NO_COLOR: '' }).color).toBe(true)
    expect(lookOf(terminal, { TERM: 'dumb' }).color).toBe(false)
    expect(lookOf(pipe, { FORCE_COLOR: '1' }).color).toBe(true)
    expect(lookOf(pipe, { FORCE_COLOR: '0' }).color).toBe(false)
    expect(lookOf(pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }).color).toBe(false)
  })

  it('is as wide as the terminal, within reason', () => {
    expect(lookOf(terminal, {}).width).toBe(80)
    expect(lookOf({ ...terminal, columns: 300 }, {}).width).toBe(120)
    expect(lookOf({ ...terminal, columns: 10 }, {}).width).toBe(40)
    expect(lookOf(pipe, {}).width).toBe(100)
  })

  it('rewrites a line for a reader at a terminal alone', () => {
    expect(canRewrite(terminal, {})).toBe(true)
    expect(canRewrite(terminal, { CI: 'true' })).toBe(false)
    expect(canRewrite(pipe, {})).toBe(false)
  })
})

describe('text', () => {
  it('makes visible what would act on a terminal', () => {
    expect(printable('a\u001b]0;x\u0007\r\n\tb\u202e\ud800😀')).toBe('a\\u001b]0;x\\u0007\\u000d\n\tb\\u202e\\ud800😀')
  })

  it('is cut by characters, not inside one', () => {
    expect(shorten('😀😀😀', 2)).toBe('😀…')
    expect(shorten('abc', 3)).toBe('abc')
  })

  it('wraps between words and leaves a long word whole', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('a looooooong b', 5)).toEqual(['a', 'looooooong', 'b'])
    expect(wrap('one\ntwo', 20)).toEqual(['one', 'two'])
  })

  it('goes on one line', () => {
    expect(oneLine(' a\n\tb  c ')).toBe('a b c')
  })

  it.each([
    [12.4, '12 ms'],
    [2840, '2.8 s'],
    [65_400, '1 min 5 s'],
  ])('says %i ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })
})
