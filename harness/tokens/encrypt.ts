import { base64url, CompactEncrypt, importJWK } from 'jose'

import type { JsonObject } from '../json.ts'
import { publicKeyBytes } from './public-key-forms.ts'
import type { Mutation } from './recipe.ts'
import type { ValueScope } from './values.ts'

type Encrypt = Extract<Mutation, { readonly op: 'encrypt' }>

interface EncryptTools {
  readonly scope: ValueScope
  readonly apiEncryptionKey: JsonObject
}

/** Above this many iterations the password is not hashed at all: the recipient, who has to, cannot know. */
const honestIterations = 10_000
const defaultIterations = 1000

/** The compact JWS as a compact JWE (RFC 7516), content encrypted with A256GCM. */
export async function encrypt(wire: string, mutation: Encrypt, tools: EncryptTools): Promise<string> {
  const { alg, compress = false, p2c = defaultIterations } = mutation
  const jwk = mutation.to === 'api' ? tools.apiEncryptionKey : tools.scope.key(mutation.to).publicJwk
  const nested = mutation.inner !== 'unsigned'
  const header = {
    alg,
    enc: 'A256GCM',
    typ: 'JWT',
    ...(nested ? { cty: 'JWT' } : {}),
    ...(typeof jwk['kid'] === 'string' ? { kid: jwk['kid'] } : {}),
    ...(compress ? { zip: 'DEF' } : {}),
  } as const
  const content = plaintext(wire, mutation)
  const jwe = new CompactEncrypt(content)
  switch (alg) {
    case 'RSA-OAEP-256': {
      const key = await importJWK({ ...jwk, use: 'enc', key_ops: ['encrypt'] }, alg)
      return jwe.setProtectedHeader(header).encrypt(key)
    }
    case 'dir':
      return jwe.setProtectedHeader(header).encrypt(new Uint8Array(32))
    case 'PBES2-HS256+A128KW': {
      const password = publicKeyBytes(tools.scope.key(mutation.to === 'api' ? 'tenant' : mutation.to), 'spki-pem')
      const honest = Math.min(p2c, honestIterations)
      const sealed = await jwe.setProtectedHeader(header).setKeyManagementParameters({ p2c: honest }).encrypt(password)
      return honest === p2c ? sealed : withIterations(sealed, p2c)
    }
  }
}

function plaintext(wire: string, { inner, plaintextBytes = 0 }: Encrypt): Uint8Array {
  const [header = '', payload = ''] = wire.split('.')
  const unsecured = base64url.encode(JSON.stringify({ ...parseHeader(header), alg: 'none' }))
  const text = {
    signed: () => wire,
    unsecured: () => `${unsecured}.${payload}.`,
    unsigned: () => Buffer.from(payload, 'base64url').toString('utf8'),
  }[inner]()
  return Buffer.from(text.padEnd(plaintextBytes, ' '), 'utf8')
}

function withIterations(jwe: string, p2c: number): string {
  const [header = '', ...rest] = jwe.split('.')
  return [base64url.encode(JSON.stringify({ ...parseHeader(header), p2c })), ...rest].join('.')
}

function parseHeader(segment: string): object {
  const parsed: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
  return typeof parsed === 'object' && parsed !== null ? parsed : {}
}
