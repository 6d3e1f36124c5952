import { createHash, X509Certificate } from 'node:crypto'

/** Java's customary password for stores that hold nothing secret. */
export const trustStorePassword = 'changeit'

/**
 * A Java trust store (JKS, version 2) that holds one trusted certificate: written here, because making one with keytool
 * would want a JDK on every machine. The format is what `sun.security.provider.JavaKeyStore` of OpenJDK reads and
 * documents: magic, version, entries, and a SHA-1 checksum over password, a fixed text and the content. The checksum
 * guards against accidents only; there is no secret in it.
 *
 * @param alias lower case
 */
export function javaTrustStore(certificatePem: string, alias: string): Buffer {
  const certificate = new X509Certificate(certificatePem)
  const content = Buffer.concat([
    int32(0xfeedfeed),
    int32(2), // version
    int32(1), // entries
    int32(2), // this one is a trusted certificate
    utf(alias),
    int64(BigInt(certificate.validFromDate.getTime())),
    utf('X.509'),
    int32(certificate.raw.length),
    certificate.raw,
  ])
  const checksum = createHash('sha1')
    .update(Buffer.from(trustStorePassword, 'utf16le').swap16())
    .update('Mighty Aphrodite')
    .update(content)
    .digest()
  return Buffer.concat([content, checksum])
}

/** Big-endian, as java.io.DataOutput writes. */
function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}

/** `DataOutput.writeUTF` for ASCII: a two-byte length and the text. */
function utf(text: string): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(text.length)
  return Buffer.concat([length, Buffer.from(text, 'ascii')])
}
