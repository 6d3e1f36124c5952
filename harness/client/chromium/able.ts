import type { ClientCase, ClientStep, PlatformStep, SignInStep, VisitStep } from '../../client-case.ts'
import type { AnyConfig } from '../../config/schema.ts'
import { placeOf } from '../system.ts'

/**
 * Why a real browser cannot perform a case as it is written; undefined when it can. It goes to pages, fills in what is on
 * them and clicks: nobody changes its requests, on their way or before.
 */
export function unableReason({ steps, start }: ClientCase, config: AnyConfig): string | undefined {
  if (!steps.some(({ do: what }) => what === 'visit' || what === 'sign-in' || what === 'burst')) return noPart
  // There the target is told of TLS by headers of a proxy that is not there.
  if (start?.tls === true) return cannotSend
  for (const step of steps) {
    const reason = reasonOf(step, config)
    if (reason !== undefined) return reason
  }
  return undefined
}

const noPart = 'No browser takes part in it.'
const cannotSend = 'A real browser cannot be made to send this.'
const changed = 'No real browser changes what it carries between the app and Entra ID.'
const tooMany = 'Not for real browsers: too many at once.'
const clock = "A real browser's clock cannot be moved."

function reasonOf(step: ClientStep, config: AnyConfig): string | undefined {
  if (step.do === 'visit') return isPlainVisit(step, config) ? undefined : cannotSend
  if (step.do === 'sign-in') return signInReason(step, config)
  if (step.do === 'burst') return tooMany
  return step.do === 'clock' ? clock : undefined
}

/** An address that is typed, or a form that is on a page. */
function isPlainVisit(
  step: Pick<VisitStep, 'at' | 'method' | 'form' | 'json' | 'token' | 'headers'>,
  config: AnyConfig,
) {
  const { at, method, form, json, token, headers = {} } = step
  if (method !== undefined || form !== undefined || json !== undefined || token !== undefined) return false
  if (Object.keys(headers).length > 0) return false
  const place = placeOf(config, at)
  return place !== undefined && place.body === undefined && (place.method === 'GET' || place.form !== undefined)
}

function signInReason(step: SignInStep, config: AnyConfig): string | undefined {
  const { at = 'page.signIn', headers = {}, request, response, responseBy, deliverTo, deliver = true } = step
  if (request ?? response ?? responseBy ?? deliverTo) return changed
  if (!deliver) return changed
  if (step.before?.some(isClock) === true) return clock
  return isPlainVisit({ at, headers }, config) ? undefined : cannotSend
}

function isClock({ do: what }: PlatformStep): boolean {
  return what === 'clock'
}
