import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Expired tokens are honoured for a day',
  description: '`clockTolerance: 86400` to be rid of support calls from users with wrong clocks.',
  foundBy: ['api.time.expired.hour', 'api.time.expired.just-outside-tolerance'],
} satisfies Defect

export default defectiveApi({
  checkExpiry: (claims, { settings, ...context }) =>
    defaults.checkExpiry(claims, { ...context, settings: { ...settings, clockToleranceSeconds: 86_000 } }),
})
