import { randomBytes, type webcrypto } from 'node:crypto'
import { isIP } from 'node:net'

import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '../x509.ts'

import type { CertificateAuthority } from './contract.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const dayMs = 24 * 60 * 60 * 1000
/** Clocks of targets are moved to try expiries, so everything outlives any jump a case makes. */
const validity = { startsDaysAgo: 2, authorityDays: 3650, leafDays: 3000 }

/**
 * Makes the certificate authority of one run: ECDSA P-256 (a fraction of a millisecond, where RSA takes hundreds),
 * valid from two days ago for ten years. Private keys stay in this process's memory. A leaf is valid for eight years,
 * names its host as DNS name or IP address (RFC 6125 §6.4, RFC 5280 §4.2.1.6), and is made once per host.
 */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
  const name = 'CN=Throwaway CA of one conformance run, O=entra-conformance'
  const notBefore = new Date(Date.now() - validity.startsDaysAgo * dayMs)
  const keys = await generateKeys()
  const authority = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name,
    notBefore,
    notAfter: daysAfter(notBefore, validity.authorityDays),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })

  async function issue(host: string) {
    const leafKeys = await generateKeys()
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      // At most 64 characters fit a common name (RFC 5280, ub-common-name); the host stands in the SAN.
      subject: 'CN=entra-conformance mock',
      issuer: authority.subject,
      notBefore,
      notAfter: daysAfter(notBefore, validity.leafDays),
      publicKey: leafKeys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([{ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }]),
        await SubjectKeyIdentifierExtension.create(leafKeys.publicKey),
        await AuthorityKeyIdentifierExtension.create(keys.publicKey),
      ],
    })
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey)
    return {
      certificatePem: certificate.toString('pem'),
      privateKeyPem: PemConverter.encode(pkcs8, PemConverter.PrivateKeyTag),
    }
  }

  const leaves = new Map<string, ReturnType<typeof issue>>()
  return {
    certificatePem: authority.toString('pem'),
    leaf(host) {
      const key = host.toLowerCase()
      const leaf = leaves.get(key) ?? issue(key)
      leaves.set(key, leaf)
      return leaf
    },
  }
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

/** 128 random bits, positive (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0)
  return bytes.toString('hex')
}

function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * dayMs)
}
