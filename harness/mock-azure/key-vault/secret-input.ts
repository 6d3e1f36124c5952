import { z } from 'zod'

import type { SecretSeed } from './contract.ts'
import { badParameter } from './errors.ts'
import type { SecretChange } from './secret-store.ts'

const attributes = z.object({
  enabled: z.boolean().optional(),
  nbf: z.int().optional(),
  exp: z.int().optional(),
})
const change = z.object({
  contentType: z.string().optional(),
  attributes: attributes.optional(),
  tags: z.record(z.string(), z.string()).optional(),
})
const set = change.extend({ value: z.string() })

/** @throws {KeyVaultFailure} 400 when the name or the body cannot be */
export function readSecret(name: string, body: string): SecretSeed {
  if (!/^[\da-z-]{1,127}$/i.test(name)) throw badParameter('The request URI contains an invalid name.')
  const { value, contentType, attributes: given, tags } = parse(set, body)
  return {
    name,
    value,
    ...(contentType === undefined ? {} : { contentType }),
    ...(given?.enabled === undefined ? {} : { enabled: given.enabled }),
    ...(given?.nbf === undefined ? {} : { notBefore: given.nbf }),
    ...(given?.exp === undefined ? {} : { expires: given.exp }),
    ...(tags === undefined ? {} : { tags }),
  }
}

/** @throws {KeyVaultFailure} 400 when the body cannot be */
export function readChange(body: string): SecretChange {
  const { contentType, attributes: given, tags } = parse(change, body)
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(given?.enabled === undefined ? {} : { enabled: given.enabled }),
    ...(given?.nbf === undefined ? {} : { notBefore: given.nbf }),
    ...(given?.exp === undefined ? {} : { expires: given.exp }),
    ...(tags === undefined ? {} : { tags }),
  }
}

function parse<T>(schema: z.ZodType<T>, body: string): T {
  try {
    return schema.parse(JSON.parse(body))
  } catch {
    throw badParameter('The request body is not valid.')
  }
}
