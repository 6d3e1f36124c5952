import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'A failed refresh empties the cache',
  description:
    '`cache = await load()` with an empty result on error: the issuer is down for a minute, and so is the API.',
  foundBy: ['api.keys.warm.down', 'api.keys.warm.server-error', 'api.keys.warm.html', 'api.keys.later.outage-hours'],
} satisfies Defect

export default defectiveApi({
  isStale: () => true,
  afterFailedFetch: (set) => {
    set.keys = undefined
  },
})
