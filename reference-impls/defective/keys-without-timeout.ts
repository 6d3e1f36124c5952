import { type Defect, defectiveApi } from './base/defect.ts'
import { defaults } from './base/steps.ts'

export const defect = {
  title: 'The key set is awaited without a time limit',
  description: '`await fetch(jwksUri)` with no signal: a slow issuer holds every request.',
  foundBy: ['api.keys.cold.slow'],
} satisfies Defect

export default defectiveApi({
  fetchKeySet: (url, context) =>
    defaults.fetchKeySet(url, { ...context, settings: { ...context.settings, fetchTimeoutMs: 600_000 } }),
})
