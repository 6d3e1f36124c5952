import type { ConfigInput } from '../../../../harness/config/schema.ts'
import single from '../conformance.config.ts'

/** The same API, serving every tenant. */
export default {
  ...single,
  api: { ...single.api, module: '../base/api.ts', tenants: 'any', env: { ...single.api.env, TENANTS: 'any' } },
} satisfies ConfigInput
