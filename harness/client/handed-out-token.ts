import { decodeJwt } from 'jose'

import type { AnswerCheck } from '../client-case.ts'
import type { BrokerConfig } from '../config/broker-schema.ts'
import { parseJson } from '../execute/scenario.ts'
import { checkAll, jsonAt } from './checks.ts'
import { asText } from './ledger-request.ts'
import { isJsonObject, type JsonObject } from '../json.ts'

/** By so much may the end that an answer states differ from that of its token: rounding, and the way there. */
const toleranceSeconds = 30

/**
 * What is wrong with the token in a broker's answer; undefined when nothing is.
 * @param nowSeconds on the clock that tokens go by, for an end that is stated as a time to go
 */
export function handedOutProblem(
  { claims, expiry }: NonNullable<AnswerCheck['token']>,
  body: string,
  { tokenField, expiryField }: BrokerConfig['token'],
  nowSeconds: number,
): string | undefined {
  const document = parseJson(body)
  const found = claimsOf(jsonAt(document, tokenField))
  if (found === undefined) return `there is no token at ${tokenField}`
  const problem = checkAll(
    claims,
    (name) => asText(found[name]),
    (name) => `claim ${name} of the token`,
  )
  if (problem !== undefined || expiry === undefined) return problem
  const stated = jsonAt(document, expiryField)
  const end = stated === undefined ? undefined : secondsOf(stated, nowSeconds)
  const { exp } = found
  if (end === undefined || typeof exp !== 'number') return `there is no end at ${expiryField}, or none in the token`
  const difference = Math.round(end - exp)
  if (Math.abs(difference) <= toleranceSeconds) return undefined
  return `it says that the token ends ${Math.abs(difference)} s ${difference > 0 ? 'after' : 'before'} it does`
}

function claimsOf(token: string | undefined): JsonObject | undefined {
  try {
    const claims: unknown = decodeJwt(token ?? '')
    return isJsonObject(claims) ? claims : undefined
  } catch {
    return undefined
  }
}

/** A date, seconds or milliseconds since the epoch, or seconds to go, as brokers state it. */
function secondsOf(stated: string, nowSeconds: number): number | undefined {
  const number = Number(stated)
  if (Number.isNaN(number)) {
    const at = Date.parse(stated)
    return Number.isNaN(at) ? undefined : at / 1000
  }
  if (number > 1e11) return number / 1000
  return number > 1e8 ? number : nowSeconds + number
}
