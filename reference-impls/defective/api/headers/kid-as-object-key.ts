import { type Defect, defectiveApi } from '../base/defect.ts'
import type { Jwk } from '../base/contract.ts'

export const defect = {
  title: 'Keys are kept in a plain object',
  description: '`keys[kid]`: `__proto__` and `constructor` are there without being published, and break the verifier.',
  foundBy: [
    'api.headers.kid.proto',
    'api.headers.kid.constructor',
    'api.headers.kid.to-string',
    'api.headers.kid.has-own-property',
  ],
} satisfies Defect

export default defectiveApi({
  selectKey: (set, kid) => {
    const keys: Record<string, Jwk> = {}
    for (const key of set.keys ?? []) keys[key.kid] = key
    const key = keys[kid]
    if (key !== undefined && key.kid !== kid) throw new TypeError('not a key')
    return key
  },
})
