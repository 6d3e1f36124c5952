import { z } from 'zod'

import type { AzureSettings } from '../settings.ts'
import { askService } from './service.ts'
import type { Service, ServiceCaller } from './service.ts'

export interface Execution {
  /** For example `Succeeded` or `Failed`. */
  readonly status: string
  readonly stdout: string
  readonly stderr: string
  /** The value of the last expression, if it has one. */
  readonly result: string
}

/**
 * Executes code in the session of this identifier, which the pool starts if there is none. Whoever knows the identifier
 * is in that session, so each user gets one that cannot be guessed.
 */
export type RunCode = (code: string, sessionId: string) => Promise<Execution>

const text = z.unknown().transform((value) => (typeof value === 'string' ? value : (JSON.stringify(value ?? '') ?? '')))
const output = { stdout: text.optional(), stderr: text.optional() }

/** As code interpreter sessions answer since 2024-10-02-preview, and before. */
const execution = z.union([
  z
    .object({ status: z.string(), result: z.object({ ...output, executionResult: z.unknown() }) })
    .transform(({ status, result }) => ({ status, ...result, result: result.executionResult })),
  z
    .object({ properties: z.object({ status: z.string(), ...output, result: z.unknown() }) })
    .transform(({ properties }) => properties),
])

const apiVersion = '2025-10-02-preview'

/**
 * A Container Apps session pool. An endpoint at `{region}.dynamicsessions.io` is a code interpreter pool with Azure's own
 * API; any other is a pool of custom containers, and ours answers `/execute` in the same form.
 * Source: https://learn.microsoft.com/azure/container-apps/sessions-code-interpreter
 */
export function createRunCode(caller: ServiceCaller, { sessionPool }: Pick<AzureSettings, 'sessionPool'>): RunCode {
  const { endpoint, scope } = sessionPool
  const service: Service = {
    name: 'Session pool',
    endpoint,
    scope,
    scopeSetting: 'SESSION_POOL_AUDIENCE',
    role: 'Azure ContainerApps Session Executor',
  }
  const interpreter = new URL(endpoint).hostname.endsWith('.dynamicsessions.io')
  return async (code, sessionId) => {
    const query = new URLSearchParams(interpreter ? { 'api-version': apiVersion } : {})
    query.set('identifier', sessionId)
    const { status, stdout, stderr, result } = await askService(caller, service, {
      url: `${endpoint}/${interpreter ? 'executions' : 'execute'}?${query.toString()}`,
      body: { codeInputType: 'inline', executionType: 'synchronous', code },
      answer: execution,
    })
    return { status, stdout: stdout ?? '', stderr: stderr ?? '', result: text.parse(result) }
  }
}
