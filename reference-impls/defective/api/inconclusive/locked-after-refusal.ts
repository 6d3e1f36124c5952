import { type Defect, defectiveApi } from '../base/defect.ts'
import { Denial } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A refused token locks the next caller out',
  description: 'A limit on bad tokens counts all callers together, so anyone can shut the API for everyone.',
  foundBy: ['api.signature.bit-flipped', 'api.time.expired.hour', 'api.audience.other-api'],
} satisfies Defect

export default defectiveApi(() => {
  let refused = 0
  return {
    authenticate: async (request, url, context) => {
      if (refused > 0) {
        refused -= 1
        throw new Denial(403, undefined, 'Too many bad tokens.')
      }
      try {
        return await defaults.authenticate(request, url, context)
      } catch (error) {
        refused = 1
        throw error
      }
    },
  }
})
