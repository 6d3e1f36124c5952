import { z } from 'zod'

import { endpoints, type FaultAction, type FaultRule, type LedgerQuery } from '../mock-azure/contract.ts'
import { vaultSchema } from '../seed/resource-schema.ts'
import { guid, jsonObject } from '../seed/values.ts'
import type { VaultChange } from './contract.ts'

const endpoint = z.enum(endpoints)
const status = z.int().min(200).max(599)

const action = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('status'),
    status,
    headers: z.record(z.string(), z.string()).exactOptional(),
    body: z.string().exactOptional(),
  }),
  z.strictObject({ do: z.literal('latency'), ms: z.number().min(0).max(600_000) }),
  z.strictObject({ do: z.literal('truncate'), afterBytes: z.int().min(0) }),
  z.strictObject({ do: z.literal('html') }),
  z.strictObject({ do: z.literal('empty') }),
  z.strictObject({ do: z.literal('reset') }),
  z.strictObject({ do: z.literal('huge'), bytes: z.int().min(0).max(1_000_000_000) }),
  z.strictObject({ do: z.literal('redirect'), to: z.string() }),
  z.strictObject({ do: z.literal('json'), value: jsonObject }),
  z.strictObject({ do: z.literal('patch-json'), value: jsonObject }),
]) satisfies z.ZodType<FaultAction>

/** A scripted fault as it comes in. */
export const faultSchema = z.strictObject({
  endpoint,
  tenantId: guid.exactOptional(),
  calls: z.strictObject({ from: z.int().min(1), to: z.int().min(1) }).exactOptional(),
  action,
}) satisfies z.ZodType<FaultRule>

const { accessPolicies, refusal } = vaultSchema.shape

export const vaultChangeSchema = z.strictObject({
  accessPolicies,
  refusal: refusal.unwrap().nullable().exactOptional(),
}) satisfies z.ZodType<VaultChange>

/** A ledger query as a URL's parameters spell it: `endpoint` may come several times. */
export const ledgerQuerySchema = z.strictObject({
  endpoint: z.array(endpoint).exactOptional(),
  tenantId: guid.exactOptional(),
  host: z.string().exactOptional(),
  refused: z.stringbool().exactOptional(),
  since: z.coerce.number().int().min(0).exactOptional(),
}) satisfies z.ZodType<LedgerQuery>
