import { z } from 'zod'

import type { ServiceSettings } from '../settings.ts'
import { ServiceFailure } from './failure.ts'

/** Gives a token for a scope. */
export type TokenSource = (scope: string) => Promise<string>

export interface Service extends ServiceSettings {
  /** As people call it. */
  readonly name: string
  /** The setting that `scope` comes from. */
  readonly scopeSetting: string
  /** The role that this app's identity needs on the resource. */
  readonly role: string
}

export interface ServiceCaller {
  readonly tokenFor: TokenSource
  readonly fetch: typeof fetch
  /** For the token and the answer together. */
  readonly timeoutMs: number
}

/**
 * One POST to a service with a token of its own. Neither service has an SDK that would add to this: there is one request
 * for each, and what matters is which token goes where and how each refusal is told.
 * @throws {ServiceFailure}
 */
export async function askService<T>(
  caller: ServiceCaller,
  service: Service,
  { url, body, answer }: { readonly url: string; readonly body: unknown; readonly answer: z.ZodType<T> },
): Promise<T> {
  const deadline = AbortSignal.timeout(caller.timeoutMs)
  const token = await getToken(caller, service, deadline)
  const { response, text } = await exchange(caller, service, { url, token, body, deadline })
  if (!response.ok) throw refusal(service, response, text)
  const parsed = answer.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new ServiceFailure('bad-answer', service.name, `${service.name} gave an answer this app does not understand.`)
}

async function getToken({ tokenFor }: ServiceCaller, { name, scope }: Service, deadline: AbortSignal): Promise<string> {
  const message = `This app could not get a token for ${name}. Its identity may not be assigned, or not be ready yet.`
  const tooLate = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => reject(new ServiceFailure('timeout', name, message)), { once: true })
  })
  try {
    return await Promise.race([tokenFor(scope), tooLate])
  } catch (error) {
    if (error instanceof ServiceFailure) throw error
    throw new ServiceFailure('no-token', name, message, { cause: error, retryAfterSeconds: 5 })
  }
}

interface Exchange {
  readonly url: string
  readonly token: string
  readonly body: unknown
  readonly deadline: AbortSignal
}

async function exchange(caller: ServiceCaller, { name }: Service, { url, token, body, deadline }: Exchange) {
  try {
    const response = await caller.fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      // A token for this host goes nowhere else.
      redirect: 'manual',
      signal: deadline,
    })
    return { response, text: await response.text() }
  } catch (cause) {
    if (deadline.aborted) throw new ServiceFailure('timeout', name, `${name} took too long to answer.`, { cause })
    throw new ServiceFailure('unreachable', name, `${name} cannot be reached.`, { cause })
  }
}

const errorSchema = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,64}$/) }) })

/** Azure OpenAI says of a missing role 401 with a code of its own, other services say 403. */
function refusal({ name, role, scope, scopeSetting }: Service, response: Response, text: string): ServiceFailure {
  const code = errorSchema.safeParse(parseJson(text)).data?.error.code
  const said = `${response.status}${code === undefined || code === String(response.status) ? '' : ` ${code}`}`
  if (response.status === 403 || code === 'PermissionDenied') {
    const fix = `It needs the role “${role}” on that resource; a new assignment takes some minutes.`
    return new ServiceFailure('role-missing', name, `${name} refused this app's identity (${said}). ${fix}`)
  }
  if (response.status === 401) {
    const fix = `It was made for ${scope}, which ${scopeSetting} sets.`
    return new ServiceFailure('token-refused', name, `${name} did not accept the token (${said}). ${fix}`)
  }
  if (response.status === 429 || response.status === 503) {
    const retryAfterSeconds = secondsToWait(response.headers.get('retry-after'))
    return new ServiceFailure('busy', name, `${name} is busy (${said}). Try again later.`, { retryAfterSeconds })
  }
  if (response.status >= 500) return new ServiceFailure('unreachable', name, `${name} is out of order (${said}).`)
  return new ServiceFailure('rejected', name, `${name} rejected the request (${said}).`)
}

/** Seconds or a date (RFC 9110 section 10.2.3). */
function secondsToWait(value: string | null): number | undefined {
  if (value === null) return undefined
  if (/^\d{1,6}$/.test(value)) return Number(value)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
