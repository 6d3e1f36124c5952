import { createPublicKey } from 'node:crypto'

import type { SigningKey } from '../keys.ts'
import type { PublicKeyForm } from './recipe.ts'

/** The bytes an implementation may hold as "the key" of an issuer, and so may use as an HMAC secret. */
export function publicKeyBytes(key: SigningKey, form: PublicKeyForm): Uint8Array<ArrayBuffer> {
  switch (form) {
    case 'spki-pem':
      return ascii(pem('PUBLIC KEY', key.spki))
    case 'spki-pem-no-newline':
      return ascii(pem('PUBLIC KEY', key.spki).trimEnd())
    case 'spki-pem-crlf':
      return ascii(pem('PUBLIC KEY', key.spki).replaceAll('\n', '\r\n'))
    case 'spki-base64':
      return ascii(Buffer.from(key.spki).toString('base64'))
    case 'spki-der':
      return key.spki
    case 'pkcs1-pem':
      return ascii(pem('RSA PUBLIC KEY', pkcs1(key)))
    case 'pkcs1-der':
      return pkcs1(key)
    case 'jwk-json':
      return ascii(JSON.stringify(key.publicJwk))
    case 'certificate-pem':
      return ascii(pem('CERTIFICATE', key.certificate))
    case 'certificate-base64':
      return ascii(key.publicJwk.x5c[0])
    case 'modulus':
      return ascii(key.publicJwk.n)
  }
}

/** The RSAPublicKey of PKCS #1 inside the SubjectPublicKeyInfo. */
function pkcs1(key: SigningKey): Uint8Array<ArrayBuffer> {
  const publicKey = createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' })
  return Uint8Array.from(publicKey.export({ format: 'der', type: 'pkcs1' }))
}

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}
