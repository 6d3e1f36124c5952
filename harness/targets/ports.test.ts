import { createServer } from 'node:http'

import { describe, expect, it, onTestFinished } from 'vitest'

import { listen } from '../mounts/sockets.ts'
import { findFreePort, isFree } from './ports.ts'

describe('findFreePort', () => {
  it('gives each caller another port, below those of outgoing connections', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => findFreePort()))
    expect(new Set(ports).size).toBe(50)
    expect(Math.max(...ports)).toBeLessThan(32_768)
  })

  it('passes over a port that is taken', async () => {
    const next = (await findFreePort()) + 1
    const server = createServer()
    onTestFinished(() => void server.close())
    await listen(server, next, '127.0.0.1')
    expect(await isFree(next)).toBe(false)
    expect(await findFreePort()).not.toBe(next)
  })
})
