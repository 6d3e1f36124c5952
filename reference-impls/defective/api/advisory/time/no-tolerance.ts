import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'Clocks that differ by seconds refuse good tokens',
  description:
    '`clockTolerance: 0`: a token that was issued this moment, or is about to expire, depends on whose clock is fast.',
  foundBy: ['api.time.expired.just-inside-tolerance', 'api.time.nbf.just-inside-tolerance'],
} satisfies Defect

export default defectiveApi({
  checkExpiry: (claims, { settings, ...context }) =>
    defaults.checkExpiry(claims, { ...context, settings: { ...settings, clockToleranceSeconds: 0 } }),
  checkNotBefore: (claims, { settings, ...context }) =>
    defaults.checkNotBefore(claims, { ...context, settings: { ...settings, clockToleranceSeconds: 0 } }),
})
