import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The tolerance is wider than declared',
  description: 'Ten minutes instead of five: the default of the library was added to the one in the settings.',
  foundBy: ['api.time.expired.just-outside-tolerance', 'api.time.nbf.just-outside-tolerance'],
} satisfies Defect

export default defectiveApi({
  checkExpiry: (claims, { settings, ...context }) =>
    defaults.checkExpiry(claims, { ...context, settings: { ...settings, clockToleranceSeconds: 600 } }),
  checkNotBefore: (claims, { settings, ...context }) =>
    defaults.checkNotBefore(claims, { ...context, settings: { ...settings, clockToleranceSeconds: 600 } }),
})
