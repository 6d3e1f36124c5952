import type { ConfigInput } from '../../../../harness/config/schema.ts'
import single from '../conformance.config.ts'

/** The same API, serving the tenants on a list. */
export default {
  ...single,
  api: {
    ...single.api,
    module: '../base/api.ts',
    tenants: 'allow-list',
    env: { ...single.api.env, TENANTS: 'allow-list', ALLOWED_TENANTS: '${secondTenantId}' },
  },
} satisfies ConfigInput
