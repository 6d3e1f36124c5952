import { X509Certificate } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { createCertificateAuthority } from './certificate-authority.ts'

const yearMs = 365 * 24 * 60 * 60 * 1000

describe('createCertificateAuthority', () => {
  it('issues leaves that chain to it and name their host', async () => {
    const authority = await createCertificateAuthority()
    const root = new X509Certificate(authority.certificatePem)
    const named = new X509Certificate((await authority.leaf('login.microsoftonline.com')).certificatePem)
    const numbered = new X509Certificate((await authority.leaf('169.254.169.254')).certificatePem)

    expect(root.ca).toBe(true)
    expect(named.ca).toBe(false)
    expect(named.verify(root.publicKey)).toBe(true)
    expect(named.checkHost('login.microsoftonline.com')).toBe('login.microsoftonline.com')
    expect(named.checkHost('login.windows.net')).toBeUndefined()
    expect(numbered.checkIP('169.254.169.254')).toBe('169.254.169.254')
  })

  it('is valid across jumps of the clock: from two days ago, leaves for years but not longer than the authority', async () => {
    const authority = await createCertificateAuthority()
    const root = new X509Certificate(authority.certificatePem)
    const leaf = new X509Certificate((await authority.leaf('login.microsoftonline.com')).certificatePem)

    for (const certificate of [root, leaf]) {
      expect(certificate.validFromDate.getTime()).toBeLessThan(Date.now() - 47 * 60 * 60 * 1000)
    }
    expect(leaf.validToDate.getTime()).toBeGreaterThan(Date.now() + 5 * yearMs)
    expect(leaf.validToDate.getTime()).toBeLessThan(root.validToDate.getTime())
    expect(root.validToDate.getTime()).toBeGreaterThan(Date.now() + 9.9 * yearMs)
  })

  it('makes one leaf per host, also when asked twice at once, whatever the case', async () => {
    const authority = await createCertificateAuthority()
    const [first, second] = await Promise.all([authority.leaf('vault.azure.net'), authority.leaf('Vault.Azure.Net')])
    expect(first).toBe(second)
  })

  it('is a new authority for each run', async () => {
    const [first, second] = await Promise.all([createCertificateAuthority(), createCertificateAuthority()])
    expect(first.certificatePem).not.toBe(second.certificatePem)
  })
})
