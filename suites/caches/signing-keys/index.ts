import type { ClientCase } from '../../../harness/client-case.ts'
import { idTokenKeyCases } from './id-tokens.ts'

/** Keys by which web apps verify ID tokens. Those of an API are cases of `api.keys`. */
export const signingKeyCacheCases: readonly ClientCase[] = idTokenKeyCases
