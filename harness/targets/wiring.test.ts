import { describe, expect, it } from 'vitest'

import { childEnvironment, wiringEnvironment } from './wiring.ts'

const wiring = wiringEnvironment({
  proxyUrl: 'http://127.0.0.1:41234',
  trust: { certificateFile: '/t/ca.pem', javaTrustStoreFile: '/t m p/ca.jks', emptyFolder: '/t/empty' },
})

describe('childEnvironment', () => {
  const parent = {
    PATH: '/bin',
    HOME: '/home/user',
    LC_ALL: 'C.UTF-8',
    AZURE_CLIENT_SECRET: 'real',
    AZURE_TENANT_ID: 'real',
    IDENTITY_HEADER: 'real',
    MSI_SECRET: 'real',
    NODE_OPTIONS: '--require ./coverage.cjs',
    HTTPS_PROXY: 'http://proxy.company.example',
    NODE_ENV: 'test',
    UNSET: undefined,
  }

  it('keeps what programs need and nothing that could change the test, least of all real credentials', () => {
    const child = childEnvironment({ parent, wiring: {}, settings: {} })
    expect(child).toEqual({ PATH: '/bin', HOME: '/home/user', LC_ALL: 'C.UTF-8' })
  })

  it('leads away from any proxy of the machine', () => {
    expect(childEnvironment({ parent, wiring, settings: {} })['HTTPS_PROXY']).toBe('http://127.0.0.1:41234')
  })

  it("lets the target's own settings have the last word", () => {
    const settings = { AZURE_CLIENT_ID: 'of the stand-in cloud', NO_PROXY: 'db.internal', HOME: '/elsewhere' }
    expect(childEnvironment({ parent, wiring, settings })).toMatchObject(settings)
  })

  it('finds names whatever their case, as on Windows', () => {
    expect(childEnvironment({ parent: { Path: 'C:\\Windows', SystemRoot: 'C:\\' }, wiring: {}, settings: {} })).toEqual(
      {
        Path: 'C:\\Windows',
        SystemRoot: 'C:\\',
      },
    )
  })
})

describe('wiringEnvironment', () => {
  it('is the same whatever the environment of this process', () => {
    process.env['NO_PROXY'] = 'login.microsoftonline.com'
    const again = wiringEnvironment({
      proxyUrl: 'http://127.0.0.1:41234',
      trust: { certificateFile: '/t/ca.pem', javaTrustStoreFile: '/t m p/ca.jks', emptyFolder: '/t/empty' },
    })
    delete process.env['NO_PROXY']
    expect(again).toEqual(wiring)
  })
})
