import { describe, expect, it } from 'vitest'

import { OutputTail } from './output.ts'

describe('OutputTail', () => {
  it('keeps the last lines of both streams, oldest first', () => {
    const output = new OutputTail([])
    for (let line = 1; line <= 500; line += 1) output.add('stdout', `line ${line}\n`)
    output.add('stderr', 'last\r\n')
    const lines = output.text().split('\n')
    expect(lines).toHaveLength(200)
    expect(lines.slice(-2)).toEqual(['line 500', 'last'])
  })

  it('takes secrets out, also when they come in pieces or in an unfinished line', () => {
    const output = new OutputTail(['s3cret', 's3cret-longer', ''])
    output.add('stdout', 'a s3c')
    output.add('stderr', 'between\n')
    output.add('stdout', 'ret-longer b\nand s3cret')
    expect(output.text()).toBe('between\na [redacted] b\nand [redacted]')
  })

  it('cuts long lines, and holds no more of a line without end than it shows', () => {
    const output = new OutputTail([])
    output.add('stdout', `${'x'.repeat(5000)}\n`)
    expect(output.text()).toBe(`${'x'.repeat(2000)}…`)
    for (let chunk = 0; chunk < 1000; chunk += 1) output.add('stderr', 'y'.repeat(1000))
    expect(output.text().length).toBeLessThan(5000)
  })
})
