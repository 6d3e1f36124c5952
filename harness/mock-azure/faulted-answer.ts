import type { Json, JsonObject } from '../json.ts'
import { ConnectionReset, type FaultAction } from './contract.ts'

/** What a proxy or a load balancer puts in place of JSON. */
const htmlPage = '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body>Sign in</body></html>'

/** Answers whose status forbids a body (Fetch standard, null body status). */
const bodiless = new Set([204, 205, 304])

/**
 * The answer a scripted fault leaves. `latency` changes nothing here: the caller waits before it answers.
 * @throws {ConnectionReset} for `reset`
 */
export async function faultedAnswer(action: FaultAction, genuine: () => Promise<Response>): Promise<Response> {
  switch (action.do) {
    case 'latency':
      return genuine()
    case 'status':
      return new Response(bodiless.has(action.status) ? null : (action.body ?? ''), {
        status: action.status,
        headers: action.headers ?? {},
      })
    case 'truncate': {
      const answer = await genuine()
      const whole = await answer.clone().arrayBuffer()
      // The length that was promised: a mount cuts the connection where the body falls short of it.
      answer.headers.set('content-length', String(whole.byteLength))
      return withBody(answer, (body) => body.slice(0, action.afterBytes))
    }
    case 'html':
      return new Response(htmlPage, { headers: { 'content-type': 'text/html; charset=utf-8' } })
    case 'empty':
      return new Response('', { headers: { 'content-type': 'application/json; charset=utf-8' } })
    case 'reset':
      throw new ConnectionReset()
    case 'huge':
      return withBody(await genuine(), (body) => pad(body, action.bytes))
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: action.to } })
    case 'json':
      return json(action.value)
    case 'patch-json':
      return withBody(await genuine(), (body) => text({ ...parse(body), ...action.value }))
  }
}

type Bytes = Uint8Array<ArrayBuffer>

async function withBody(answer: Response, change: (body: Bytes) => Bytes): Promise<Response> {
  const { status, headers } = answer
  return new Response(change(new Uint8Array(await answer.arrayBuffer())), { status, headers })
}

/** Lengthens a JSON document to `bytes` bytes by a member of its own; one that is longer already stays. */
function pad(body: Bytes, bytes: number): Bytes {
  const document = parse(body)
  const shortest = text({ ...document, padding: '' }).byteLength
  return text({ ...document, padding: 'x'.repeat(Math.max(0, bytes - shortest)) })
}

/** The JSON object in a body; any other body counts as an empty one. */
function parse(body: Bytes): JsonObject {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: Json): Bytes {
  return new TextEncoder().encode(JSON.stringify(value))
}

function json(value: Json): Response {
  return new Response(text(value), { headers: { 'content-type': 'application/json; charset=utf-8' } })
}
