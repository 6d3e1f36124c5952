import { X509Certificate } from 'node:crypto'

import type { AppSeed, TrustedCertificateSubject } from '../app-contract.ts'
import type { Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import { isSignedWith, type UnverifiedJwt } from './jwt.ts'
import type { TokenRequest } from './request.ts'

const algorithms = ['PS256', 'RS256']

/**
 * A client's own assertion. The certificate is the registered one that the header names by its thumbprint, or the one
 * in `x5c` if the registration trusts its subject from its authority.
 * Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 * @throws {EntraFailure} 5002738, 50048, 700023, 700027 or 700030
 */
export async function checkCertificateAssertion(
  request: TokenRequest,
  app: AppSeed,
  tenant: Tenant,
  assertion: UnverifiedJwt,
): Promise<void> {
  const { header, claims, wire } = assertion
  const client = app.clientId
  if (!algorithms.includes(header.alg)) throw new EntraFailure(5002738, { alg: header.alg })
  if (claims.sub !== claims.iss) throw new EntraFailure(50048)
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud]
  if (!audiences.every((audience) => isTokenEndpoint(audience, request, tenant))) throw new EntraFailure(700023)

  const now = request.cloud.clock.now()
  const certificate = findRegistered(app, header) ?? findTrusted(app, header.x5c, now)
  if (certificate === undefined) throw new EntraFailure(700027, { client, reason: 'The key was not found.' })
  if (!isValidAt(certificate, now)) throw new EntraFailure(700027, { client, reason: 'The key used is expired.' })
  if (!(await isSignedWith(wire, certificate.publicKey, [header.alg]))) {
    throw new EntraFailure(700027, { client, reason: 'The signature is not valid.' })
  }
}

/** The address that was asked, also under the tenant's other names; the issuer does too. */
function isTokenEndpoint(audience: string, { authority, cloud }: TokenRequest, { id, domain }: Tenant): boolean {
  const url = URL.parse(audience)
  if (url?.protocol !== 'https:' || !cloud.hosts.has(url.hostname)) return false
  const [segment = '', ...rest] = url.pathname.toLowerCase().split('/').slice(1)
  const path = rest.join('/').replace(/\/$/, '')
  return (
    [authority.segment, id, domain].includes(segment) &&
    ['oauth2/v2.0/token', 'oauth2/token', 'v2.0', ''].includes(path)
  )
}

function findRegistered(app: AppSeed, header: UnverifiedJwt['header']): X509Certificate | undefined {
  // MSAL for Python pads its thumbprints, against RFC 7515 §2, and is understood by Entra ID.
  const unpadded = [header['x5t#S256'], header.x5t].map((thumbprint) => thumbprint?.replace(/=+$/, ''))
  const named = [...unpadded, header.kid].filter((name) => name !== undefined)
  return (app.certificates ?? [])
    .map((pem) => new X509Certificate(pem))
    .find((certificate) => thumbprints(certificate).some((thumbprint) => named.includes(thumbprint)))
}

/** As `x5t#S256` and `x5t` write it, and in hexadecimal as some clients put it into `kid`. */
function thumbprints({ fingerprint256, fingerprint }: X509Certificate): readonly string[] {
  const [sha256, sha1] = [fingerprint256, fingerprint].map((text) => text.replaceAll(':', ''))
  return [encode(sha256), encode(sha1), sha1 ?? '']
}

function encode(hex = ''): string {
  return Buffer.from(hex, 'hex').toString('base64url')
}

/** @throws {EntraFailure} 700030 when the registration trusts subjects, but not this one */
function findTrusted(app: AppSeed, x5c: readonly string[] | undefined, now: number): X509Certificate | undefined {
  const [leaf, ...others] = readChain(x5c)
  const trusted = app.trustedCertificateSubjects ?? []
  if (leaf === undefined || trusted.length === 0) return undefined
  if (trusted.some((subject) => isTrusted(leaf, others, subject, now))) return leaf
  throw new EntraFailure(700030)
}

function readChain(x5c: readonly string[] | undefined): readonly X509Certificate[] {
  try {
    return (x5c ?? []).map((der) => new X509Certificate(Buffer.from(der, 'base64')))
  } catch {
    return []
  }
}

function isTrusted(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  { subjectName, authority }: TrustedCertificateSubject,
  now: number,
): boolean {
  const root = new X509Certificate(authority)
  return hasName(leaf, subjectName) && leadsTo(leaf, others, root, now)
}

function hasName({ subject, subjectAltName }: X509Certificate, name: string): boolean {
  const commonNames = subject.split('\n').flatMap((part) => (part.startsWith('CN=') ? [part.slice(3)] : []))
  const dnsNames = (subjectAltName ?? '')
    .split(', ')
    .flatMap((part) => (part.startsWith('DNS:') ? [part.slice(4)] : []))
  return [...commonNames, ...dnsNames].some((found) => found.toLowerCase() === name.toLowerCase())
}

/** Whether the authority issued the certificate, itself or through certificates that came along. */
function leadsTo(
  certificate: X509Certificate,
  others: readonly X509Certificate[],
  root: X509Certificate,
  now: number,
): boolean {
  if (!isValidAt(certificate, now)) return false
  if (isIssuedBy(certificate, root)) return true
  const issuer = others.find((other) => other.ca && isIssuedBy(certificate, other))
  return (
    issuer !== undefined &&
    leadsTo(
      issuer,
      others.filter((other) => other !== issuer),
      root,
      now,
    )
  )
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isValidAt({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now < validToDate.getTime()
}
