import type { ClientCase } from '../../../harness/client-case.ts'
import { requirements } from '../requirements.ts'
import { rejected } from './tampered.ts'

/** The specification lets a client leave the signature of a token from the token endpoint to TLS. */
const signature = { requirement: requirements.idTokenSignature, level: 'SHOULD', maker: 'anyone' } as const

/** ID tokens that Entra ID did not sign. */
export const idTokenSignatureCases: readonly ClientCase[] = [
  rejected(
    'unsigned',
    'An ID token with alg none signs nobody in',
    [{ op: 'unsigned', alg: 'none', signature: 'empty' }],
    { requirement: requirements.idTokenUnsigned, maker: 'anyone' },
  ),
  rejected(
    'unsigned-any-case',
    'An ID token with alg NoNe signs nobody in',
    [{ op: 'unsigned', alg: 'NoNe', signature: 'empty' }],
    { ...signature, requirement: requirements.idTokenAlgorithm },
  ),
  rejected(
    'signature-broken',
    'An ID token whose signature is broken signs nobody in',
    [{ op: 'signature', change: 'flip-bit' }],
    signature,
  ),
  rejected(
    'signature-missing',
    'An ID token without its signature signs nobody in',
    [{ op: 'signature', change: 'empty' }],
    signature,
  ),
  rejected(
    'payload-swapped',
    'An ID token whose claims were changed after signing signs nobody in',
    [{ op: 'swap-payload', values: { oid: '${secondUserId}', name: '${secondUserDisplayName}' } }],
    signature,
  ),
  rejected(
    'foreign-key',
    'An ID token that an attacker signed under the key ID of the tenant signs nobody in',
    [{ op: 'sign', key: 'outsider', kidOf: 'tenant' }],
    signature,
  ),
  rejected(
    'unknown-key',
    'An ID token with a key ID that nobody published signs nobody in',
    [{ op: 'sign', key: 'outsider' }],
    { ...signature, requirement: requirements.idTokenKeys, level: 'SHOULD' },
  ),
  rejected(
    'key-of-personal-accounts',
    'An ID token that the key of personal accounts signed signs nobody in',
    [{ op: 'sign', key: 'consumers' }],
    { ...signature, maker: 'issuer-only' },
  ),
  rejected(
    'hmac-with-public-key',
    'An ID token with an HMAC under the public key signs nobody in',
    [{ op: 'hmac', alg: 'HS256', secret: { publicKey: 'spki-pem' } }],
    { ...signature, requirement: requirements.idTokenAlgorithm },
  ),
  rejected(
    'hmac-with-client-secret',
    'An ID token with an HMAC under the client secret signs nobody in',
    [{ op: 'hmac', alg: 'HS256', secret: { text: '${clientSecret}' } }],
    { ...signature, requirement: requirements.idTokenAlgorithm, severity: 'medium' },
  ),
  rejected(
    'key-in-header',
    'An ID token that brings its own key signs nobody in',
    [
      { op: 'set', part: 'header', values: { jwk: { $key: 'outsider', as: 'jwk' } } },
      { op: 'sign', key: 'outsider', kidOf: 'tenant' },
    ],
    signature,
  ),
]
