import { z } from 'zod'

import type { JsonObject } from '../../../json.ts'
import type { AppSeed } from '../app-contract.ts'
import { EntraFailure } from '../errors.ts'
import type { SignIn } from '../state.ts'

/** What the `claims` parameter asks of the access token (OpenID Connect Core 1.0 §5.5), as far as Entra ID heeds it. */
export interface ClaimsRequest {
  /** Client capabilities: `cp1` says that the client handles claims challenges. */
  readonly capabilities: readonly string[]
  /** What the sign-in has to have proved, as `acrs:c1`. */
  readonly required: readonly string[]
}

const member = z.looseObject({ value: z.string().optional(), values: z.array(z.string()).optional() }).nullish()
const schema = z.looseObject({
  access_token: z.looseObject({ xms_cc: member, acrs: member, polids: member }).optional(),
})

/** @throws {EntraFailure} 9002313 when it is no claims request */
export function readClaimsRequest(claims: string | undefined): ClaimsRequest {
  if (claims === undefined) return { capabilities: [], required: [] }
  const asked = schema.safeParse(parseJson(claims))
  if (!asked.success) throw new EntraFailure(9002313)
  const { xms_cc: capabilities, acrs, polids } = asked.data.access_token ?? {}
  const required = [...valuesOf(acrs).map((value) => `acrs:${value}`), ...valuesOf(polids).map(policyOf)]
  return { capabilities: valuesOf(capabilities), required }
}

function valuesOf(asked: z.infer<typeof member>): readonly string[] {
  return asked?.values ?? (asked?.value === undefined ? [] : [asked.value])
}

function policyOf(id: string): string {
  return `polids:${id}`
}

/** What a sign-in has to have proved for a token for an API. */
export function requirements(target: AppSeed, { required }: ClaimsRequest): readonly string[] {
  const { conditionalAccessPolicy: policy } = target
  return policy === undefined ? required : [...required, policyOf(policy)]
}

/**
 * Whether a sign-in is enough, else what the next one has to be asked for.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-conditional-access-dev-guide
 * @param as the OAuth error where it is not the one of the table
 * @throws {EntraFailure} 50076 with a claims challenge
 */
export function checkRequirements(target: AppSeed, asked: ClaimsRequest, signIn: SignIn, as?: string): void {
  const missing = requirements(target, asked).filter((requirement) => !signIn.satisfied.includes(requirement))
  if (missing.length === 0) return
  const options = { claims: challenge(missing), ...(as === undefined ? {} : { as }) }
  throw new EntraFailure(50076, { resource: target.clientId }, options)
}

/** The value of a claims challenge that asks for all of it. */
function challenge(missing: readonly string[]): JsonObject {
  const named = (name: string): readonly string[] =>
    missing.flatMap((text) => (text.startsWith(`${name}:`) ? [text.slice(name.length + 1)] : []))
  const members = ['acrs', 'polids'].flatMap((name) => {
    const values = named(name)
    return values.length === 0 ? [] : [[name, { essential: true, values }] as const]
  })
  return { access_token: Object.fromEntries(members) }
}

/** The authentication contexts among what a sign-in proved. */
export function contextsOf(proven: readonly string[]): readonly string[] {
  return proven.flatMap((text) => (text.startsWith('acrs:') ? [text.slice('acrs:'.length)] : []))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
