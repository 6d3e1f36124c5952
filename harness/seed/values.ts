import { z } from 'zod'

import type { Json } from '../json.ts'

/** A GUID, lower case from here on. */
export const guid = z.guid().toLowerCase()
export const name = z.string().min(1)
export const names = z.array(name)
export const json: z.ZodType<Json> = z.json()
export const jsonObject = z.record(z.string(), json)
export const host = z
  .string()
  .regex(/^[a-z\d.-]+$/i, 'a host name')
  .toLowerCase()

/** The tenant something belongs to. Left out, it is the first one. */
export const ofTenant = { tenantId: guid.exactOptional().describe('Default: the first tenant.') }

/** What belongs to a tenant, before it is known which. */
export type InSomeTenant<T extends { readonly tenantId: string }> = T extends unknown
  ? Omit<T, 'tenantId'> & { readonly tenantId?: string }
  : never
