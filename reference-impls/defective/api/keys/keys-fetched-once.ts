import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The key set is fetched at start-up and never again',
  description:
    '`const jwks = await fetchJwks()` in the module: the day the issuer rolls its key over, every user is refused.',
  foundBy: [
    'api.keys.rollover.first-token',
    'api.keys.rollover.previous-key',
    'api.keys.retired.after-cache-age',
    'api.keys.later.rolled-over',
    'api.keys.later.retired',
  ],
} satisfies Defect

export default defectiveApi({ mayRefetch: () => false, isStale: (set) => set.keys === undefined })
