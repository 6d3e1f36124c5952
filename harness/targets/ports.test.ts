import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { promisify } from 'node:util'

import { describe, expect, it, onTestFinished } from 'vitest'

import { listen } from '../mounts/sockets.ts'
import { findFreePort, isFree } from './ports.ts'

describe('findFreePort', () => {
  it('gives each caller another port, below those of outgoing connections', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => findFreePort()))
    expect(new Set(ports).size).toBe(50)
    expect(Math.max(...ports)).toBeLessThan(32_768)
  })

  it.runIf(process.platform === 'linux')('passes over a port that another process has chosen', async () => {
    const port = await findFreePort()
    const script = `require('node:net').createServer().listen('\\0entra-conformance port ${port}')`
    await expect(promisify(execFile)(process.execPath, ['-e', script])).rejects.toThrow('EADDRINUSE')
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
