import { describe, expect, it } from 'vitest'

import { decodeObject, hasDuplicateMember } from './strict-json.ts'

const encode = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding).toString('base64url')

describe('hasDuplicateMember', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"a":2}}',
    '{"x":[{"a":1,"a":2}]}',
    '{"a\\"":1,"a\\"":2}',
    '{"a" :1, "b":{}, "a"\n:2}',
  ])('finds it in %s', (text) => {
    expect(hasDuplicateMember(text)).toBe(true)
  })

  it.each(['{"a":1,"b":"a"}', '{"a":{"a":{"a":1}}}', '[{"a":1},{"a":2}]', '{"a":"\\"a\\":","b":"{"}', '{}'])(
    'finds none in %s',
    (text) => {
      expect(hasDuplicateMember(text)).toBe(false)
    },
  )
})

describe('decodeObject', () => {
  it('decodes an object', () => {
    expect(decodeObject(encode('{"a":"ü"}'))).toEqual({ a: 'ü' })
  })

  it.each([
    ['an empty segment', ''],
    ['padding', `${encode('{"a":10}')}=`],
    ['the standard alphabet', encode('{"a":"\u00ff\u00fe>?"}').replaceAll('_', '/').replaceAll('-', '+')],
    ['trailing bits that are not zero', `${encode('{"a":1}').slice(0, -1)}R`],
    ['a byte order mark', encode('\u{feff}{}')],
    ['bytes that are not UTF-8', encode('{"a":"\u00e9"}', 'latin1')],
    ['a list', encode('[]')],
    ['null', encode('null')],
    ['duplicate members', encode('{"a":1,"a":1}')],
  ])('refuses %s', (_, segment) => {
    expect(decodeObject(segment)).toBeUndefined()
  })
})
