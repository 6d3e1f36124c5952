import { decodeJwt, decodeProtectedHeader } from 'jose'

import type { PlatformStep } from '../client-case.ts'
import { parseJson } from '../execute/scenario.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import type { MockAzure } from '../mock-azure/contract.ts'
import { mint, type MintContext } from '../tokens/mint.ts'

export type Tampering = Extract<PlatformStep, { do: 'tamper' }>

/**
 * What the token endpoint says of lifetimes, where a case wants something else than the genuine answer; and the tokens
 * it changes. Changed by the steps of a case.
 */
export interface AnswerChanges {
  tampering: Tampering[]
  expiresIn: number | undefined
  refreshIn: number | undefined
}

/** A credential that the cloud has seen or given out. */
export interface Credential {
  readonly kind: 'access token' | 'refresh token' | 'ID token' | 'client assertion' | 'code verifier' | 'assertion'
  readonly value: string
}

/** A stand-in cloud, with what a case needs to know of it besides the ledger, which is redacted. */
export interface ObservedCloud extends MockAzure {
  readonly changes: AnswerChanges
  /** Every token and assertion that passed, each once. */
  readonly credentials: readonly Credential[]
  /** The URLs of all requests, in full. */
  readonly urls: readonly string[]
}

/** @param context what tampered tokens are signed with, at the time of the call */
export function observeCloud(mock: MockAzure, context: () => MintContext): ObservedCloud {
  const changes: AnswerChanges = { tampering: [], expiresIn: undefined, refreshIn: undefined }
  const credentials = new Map<string, Credential>()
  const urls: string[] = []
  const note = (kind: Credential['kind'], value: unknown): void => {
    if (typeof value === 'string' && value.length >= 20) credentials.set(value, { kind, value })
  }
  return {
    ...mock,
    changes,
    urls,
    get credentials() {
      return [...credentials.values()]
    },
    async handle(request, given) {
      const body = given ?? (await request.text())
      urls.push(request.url)
      const form = new URLSearchParams(body)
      note('client assertion', form.get('client_assertion'))
      note('code verifier', form.get('code_verifier'))
      note('assertion', form.get('assertion'))
      const answer = await mock.handle(given === undefined ? bodiless(request) : request, body)
      if (answer === undefined || !isTokenAnswer(answer)) return answer
      const document = parseJson(await answer.clone().text())
      if (!isJsonObject(document)) return answer
      const isEntra = /\/oauth2\/(?:v2\.0\/)?token$/.test(new URL(request.url).pathname)
      const changed = isEntra ? await changedAnswer(document, changes, form.get('grant_type') ?? '', context) : document
      note('access token', changed['access_token'])
      note('refresh token', changed['refresh_token'])
      note('ID token', changed['id_token'])
      if (changed === document) return answer
      const headers = new Headers(answer.headers)
      headers.delete('content-length')
      return new Response(JSON.stringify(changed), { status: answer.status, headers })
    },
  }
}

/** Its body has been read. */
function bodiless(request: Request): Request {
  return new Request(request.url, { method: request.method, headers: request.headers })
}

function isTokenAnswer(answer: Response): boolean {
  return answer.ok && (answer.headers.get('content-type') ?? '').includes('json')
}

async function changedAnswer(
  genuine: JsonObject,
  changes: AnswerChanges,
  grant: string,
  context: () => MintContext,
): Promise<JsonObject> {
  if (typeof genuine['access_token'] !== 'string') return genuine
  let answer = genuine
  const { expiresIn, refreshIn } = changes
  if (expiresIn !== undefined) answer = { ...answer, expires_in: expiresIn, ext_expires_in: expiresIn }
  if (refreshIn !== undefined) answer = { ...answer, refresh_in: refreshIn }
  // `spend` replaces the list; this goes through the one there was.
  for (const tampering of changes.tampering) {
    const token = answer[tampering.token]
    if (typeof token !== 'string' || (tampering.grant !== undefined && tampering.grant !== grant)) continue
    answer = { ...answer, [tampering.token]: await tampered(token, tampering, context()) }
    spend(changes, tampering)
  }
  return answer
}

/** A tampering that holds for so many answers ends with the last of them. */
function spend(changes: AnswerChanges, tampering: Tampering): void {
  if (tampering.times === undefined) return
  const left = tampering.times - 1
  changes.tampering = changes.tampering.flatMap((each) =>
    each !== tampering ? [each] : left > 0 ? [{ ...each, times: left }] : [],
  )
}

async function tampered(token: string, { mutations }: Tampering, context: MintContext): Promise<string> {
  const header: unknown = decodeProtectedHeader(token)
  const claims: unknown = decodeJwt(token)
  if (!isJsonObject(header) || !isJsonObject(claims)) return token
  const recipe = { baseline: 'id-token', mutations } as const
  return (await mint(recipe, { ...context, genuine: { header, claims } })).wire
}
