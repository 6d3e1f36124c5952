import { randomBytes, type webcrypto } from 'node:crypto'

const algorithm = 'RSASSA-PKCS1-v1_5'
/** sha256WithRSAEncryption, 1.2.840.113549.1.1.11 */
const sha256WithRsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]
/** id-at-commonName, 2.5.4.3 */
const commonNameId = [0x55, 0x04, 0x03]

const tags = {
  integer: 0x02,
  bitString: 0x03,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
} as const

/**
 * A self-signed certificate without extensions (RFC 5280 §4.1), DER: the form of those in Entra ID's key sets. Written
 * out here because loading a general X.509 library takes half of all else that has to happen before the stand-in cloud
 * answers (docs/decisions/0007); what needs extensions is made with the library (see `x509.ts`).
 *
 * @param keys RSA, for RS256
 */
export async function createSelfSignedCertificate(options: {
  readonly commonName: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly keys: webcrypto.CryptoKeyPair
}): Promise<Uint8Array<ArrayBuffer>> {
  const { commonName, notBefore, notAfter, keys } = options
  const rs256 = der('sequence', der('objectIdentifier', sha256WithRsa), der('null'))
  const attribute = der('sequence', der('objectIdentifier', commonNameId), der('utf8String', Buffer.from(commonName)))
  const name = der('sequence', der('set', attribute))
  const content = der(
    'sequence',
    der('version', der('integer', [2])), // v3
    der('integer', serialNumber()),
    rs256,
    name,
    der('sequence', time(notBefore), time(notAfter)),
    name,
    new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
  )
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, keys.privateKey, content))
  return new Uint8Array(der('sequence', content, rs256, der('bitString', [0], signature)))
}

/** 128 random bits, positive, in the shortest form (RFC 5280 §4.1.2.2, X.690 §8.3.2). */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16)
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0)
  return bytes
}

/** Two digits of the year until 2049, four from then on (RFC 5280 §4.1.2.5). */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+|\D/g, '')
  return date.getUTCFullYear() < 2050
    ? der('utcTime', Buffer.from(`${digits.slice(2)}Z`))
    : der('generalizedTime', Buffer.from(`${digits}Z`))
}

function der(tag: keyof typeof tags, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Uint8Array.from(part)))
  return Buffer.concat([Uint8Array.from([tags[tag], ...lengthBytes(content.length)]), content])
}

/** X.690 §8.1.3 */
function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
