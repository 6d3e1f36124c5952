import { z } from 'zod'

/** What `@azure/core-rest-pipeline` throws: an answer that is none, or no answer. */
const restErrorSchema = z.object({
  name: z.literal('RestError'),
  statusCode: z.number().optional(),
  /** The vault's own code, or that of the connection. */
  code: z.string().optional().catch(undefined),
  details: z
    .object({ error: z.object({ innerError: z.object({ code: z.string() }) }) })
    .optional()
    .catch(undefined),
})

/** `innererror.code` of a 403. https://learn.microsoft.com/azure/key-vault/general/rest-error-codes */
const refusals: ReadonlyMap<string, string> = new Map([
  ['ForbiddenByRbac', 'the identity has no role to read it, such as Key Vault Secrets User'],
  ['AccessDenied', 'no access policy lets the identity get secrets'],
  ['ForbiddenByFirewall', "the vault's firewall does not let this client in"],
  ['ForbiddenByConnection', 'the vault takes private connections only'],
  ['ForbiddenByPolicy', 'a policy of the vault refuses it'],
  ['SecretDisabled', 'it is disabled'],
])

const tlsFailure = /CERT|SIGNATURE|^ERR_(SSL|TLS)|EPROTO/

/** A secret is there and not to be used. The message says why. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

/** An answer that is not as the vault's answers are. */
export class OddAnswer extends Error {
  override readonly name = 'OddAnswer'
  readonly status: number

  constructor(status: number) {
    super(`an odd answer with the status ${status}`)
    this.status = status
  }
}

/** Why a secret could not be read, short: the SDK's own messages run over many lines and name all that was tried. */
export function failureReason(error: unknown): string {
  const parsed = restErrorSchema.safeParse(error)
  if (parsed.success) {
    const { statusCode, code = 'no code', details } = parsed.data
    return statusCode === undefined ? connectionReason(code) : answerReason(statusCode, details?.error.innerError.code)
  }
  if (error instanceof Unusable) return error.message
  if (error instanceof OddAnswer) return answerReason(error.status)
  if (!(error instanceof Error)) return 'unknown'
  if (/Authentication|CredentialUnavailable/.test(error.name)) {
    return 'no managed identity and no credential of a developer gets a token for it'
  }
  if (error.message.includes('does not match the requested domain')) {
    return 'what answers there asks for a token of another service; none was sent'
  }
  return `it cannot be read (${error.name})`
}

function answerReason(status: number, inner = 'no reason given'): string {
  switch (status) {
    case 200:
      return 'what the vault answered is no secret'
    case 401:
      return "the vault does not take the identity's token (401)"
    case 403:
      return `${refusals.get(inner) ?? 'the identity may not read it'} (403, ${inner})`
    case 404:
      return 'there is no such secret (404)'
    case 429:
      return 'the vault is throttling (429)'
    default:
      return `the vault answered ${status}`
  }
}

function connectionReason(code: string): string {
  if (code === 'PARSE_ERROR') return 'what the vault answered cannot be read'
  return tlsFailure.test(code)
    ? `the certificate of what answers there is not trusted (${code})`
    : `the vault cannot be reached (${code})`
}
