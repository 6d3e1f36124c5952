import { describe, expect, it } from 'vitest'

import { liveProgress, plainProgress, type Progress } from './progress.ts'
import { failed, sampleCase } from './sample-results.ts'

function shown(
  start: typeof liveProgress,
  width = 80,
): { progress: Progress; written: string[]; wait(ms: number): void } {
  const written: string[] = []
  let now = 0
  const stream = { write: (text: string) => written.push(text) }
  const progress = start({ stream, look: { color: false, width }, clock: { now: () => now } })
  return { progress, written, wait: (ms) => (now += ms) }
}

describe('the live line', () => {
  it('rewrites itself, and is gone in the end', () => {
    const { progress, written, wait } = shown(liveProgress)
    progress.expect(['api.audience', 'api.time', 'api.time'])
    wait(100)
    progress.finished(sampleCase({ group: 'api.audience' }))
    wait(1200)
    progress.finished(failed({ group: 'api.time' }))
    progress.stop()
    wait(1000)
    progress.finished(sampleCase())
    expect(written).toEqual([
      expect.stringContaining('0/3  starting the target'),
      expect.stringContaining('1/3  api.audience  100 ms'),
      expect.stringContaining('2/3  api.time  1.3 s · 1 fail'),
      '\r\u001b[2K',
    ])
    expect(written.every((text) => text.startsWith('\r\u001b[2K') && !text.includes('\n'))).toBe(true)
  })

  it('is not drawn oftener than can be read', () => {
    const { progress, written, wait } = shown(liveProgress)
    progress.expect(Array.from({ length: 1000 }, () => 'api.time'))
    for (let index = 0; index < 1000; index += 1) {
      wait(1)
      progress.finished(sampleCase())
    }
    expect(written.length).toBeLessThan(15)
  })

  it('never grows past the terminal, where it could not be erased', () => {
    const { progress, written, wait } = shown(liveProgress, 40)
    wait(100)
    progress.finished(failed({ group: `api.${'x'.repeat(100)}` }))
    expect(written[0]?.replace('\r\u001b[2K', '').length).toBeLessThan(40)
  })

  it('makes room for text from elsewhere', () => {
    const { progress, written } = shown(liveProgress)
    progress.note('a word')
    expect(written).toEqual(['\r\u001b[2Ka word\n'])
  })
})

describe('plain progress', () => {
  it('is one line for each group that has ended, without escapes', () => {
    const { progress, written, wait } = shown(plainProgress)
    progress.expect(['api.audience', 'api.audience', 'api.time', 'api.time'])
    wait(4)
    progress.finished(sampleCase({ group: 'api.audience', durationMs: 4 }))
    progress.finished(sampleCase({ group: 'api.time', durationMs: 1 }))
    expect(written).toEqual([])
    wait(5)
    progress.finished(failed({ group: 'api.audience', durationMs: 5 }))
    expect(written).toEqual(['api.audience           2 cases  1 fail · 1 pass  9 ms\n'])
    progress.stop()
    expect(written[1]).toBe('api.time                1 case  1 pass  6 ms\n')
  })
})
