import { X509Certificate as NodeCertificate, webcrypto } from 'node:crypto'

import { expect, test } from 'vitest'

import { createSelfSignedCertificate } from './self-signed-certificate.ts'
import { X509Certificate } from './x509.ts'

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}
const keys = await webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify'])
const notBefore = new Date('2026-03-04T05:06:07Z')

test.each([
  ['CN', new Date('2031-03-04T05:06:07Z')],
  ['Ein Name mit Ümlaut, Komma+Plus', new Date('2051-12-31T23:59:59Z')],
  ['x'.repeat(64), new Date('2049-12-31T23:59:59Z')],
])('%s until %s: both Node and an X.509 library read what was meant', async (commonName, notAfter) => {
  const der = await createSelfSignedCertificate({ commonName, notBefore, notAfter, keys })
  const byNode = new NodeCertificate(der)
  expect(byNode.verify(byNode.publicKey)).toBe(true)
  expect(byNode.checkIssued(byNode)).toBe(true)
  expect([byNode.validFromDate, byNode.validToDate]).toEqual([notBefore, notAfter])
  expect(byNode.publicKey.export({ type: 'spki', format: 'der' })).toEqual(
    Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey)),
  )
  const byLibrary = new X509Certificate(der)
  expect(byLibrary.subjectName.getField('CN')).toEqual([commonName])
  expect(byLibrary.issuer).toBe(byLibrary.subject)
  expect([byLibrary.notBefore, byLibrary.notAfter, byLibrary.extensions]).toEqual([notBefore, notAfter, []])
  expect(await byLibrary.verify({ date: new Date(notBefore.getTime() + 1) })).toBe(true)
})

test('serial numbers are positive, 128 bits, and differ', async () => {
  const serials = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const der = await createSelfSignedCertificate({ commonName: 'x', notBefore, notAfter: notBefore, keys })
      return new NodeCertificate(der).serialNumber
    }),
  )
  expect(new Set(serials).size).toBe(8)
  for (const serial of serials) expect(serial).toMatch(/^[4-7][\dA-F]{31}$/)
})
