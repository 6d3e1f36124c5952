import { request as plainRequest, type RequestOptions } from 'node:http'
import { request as tlsRequest } from 'node:https'

import type { ReachStep } from '../client-case.ts'
import { isApiConfig } from '../config/schema.ts'
import type { Objection } from '../judge.ts'
import { failure } from './ending.ts'
import { speaksTls } from './system.ts'
import type { ClientWorld } from './world.ts'

const addresses: { readonly [at in ReachStep['at']]: string } = { loopback: '127.0.0.1', elsewhere: '127.0.0.2' }
const timeoutMs = 5000

/** What is wrong with where, and by what, the target can be reached; undefined: nothing. */
export async function checkReach(step: ReachStep, world: ClientWorld): Promise<Objection | undefined> {
  const by = step.by ?? (speaksTls(world.config, world.start) ? 'https' : 'http')
  const wanted = step.expect === 'as-declared' ? listensOn(step.at, world) : step.expect === 'answered'
  const found = await answerOf(by, addresses[step.at], world)
  const answered = /^2\d\d$/.test(found)
  if (answered === wanted) return undefined
  const where = `${by}://${addresses[step.at]}`
  return wanted
    ? failure('refused-valid', `an answer at ${where}`, `${found}: ${step.because}`)
    : failure('accepted', `no answer at ${where}`, `${found}: ${step.because}`)
}

function listensOn(at: ReachStep['at'], { config, start }: ClientWorld): boolean {
  const broker = isApiConfig(config) ? undefined : config.broker
  const declared = speaksTls(config, start) ? broker?.tls?.listens : broker?.listens
  return at === 'loopback' || declared === 'any'
}

/** The status of its health there, or why there is none. */
function answerOf(by: 'http' | 'https', address: string, world: ClientWorld): Promise<string> {
  const { system, variables, authority } = world
  const options: RequestOptions = {
    host: address,
    port: variables.port,
    path: system.health,
    headers: { host: `${system.host}:${variables.port}` },
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
  }
  const trust = { ca: authority.certificatePem, servername: system.host }
  return new Promise((resolve) => {
    const request = by === 'https' ? tlsRequest({ ...options, ...trust }) : plainRequest(options)
    request.on('response', (response) => {
      resolve(String(response.statusCode))
      response.destroy()
    })
    request.on('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    request.end()
  })
}
