import { once } from 'node:events'
import { connect } from 'node:tls'

import { expect, test } from 'vitest'

import { createCertificateAuthority } from './certificate-authority.ts'
import { startHttpsServer } from './https-server.ts'
import { serverThumbprint } from './server-thumbprint.ts'
import { fakeCloud } from './testing/fake-cloud.ts'

test('the thumbprint is that of the certificate a client sees', async () => {
  const authority = await createCertificateAuthority()
  await using server = await startHttpsServer({ mock: fakeCloud(['localhost']), authority })
  const port = Number(new URL(server.url).port)
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: authority.certificatePem })
  await once(socket, 'secureConnect')
  const { fingerprint } = socket.getPeerCertificate()
  socket.destroy()
  expect(await serverThumbprint(authority, 'localhost')).toBe(fingerprint.replaceAll(':', ''))
  expect(await serverThumbprint(authority, 'another.example')).not.toBe(fingerprint.replaceAll(':', ''))
})
