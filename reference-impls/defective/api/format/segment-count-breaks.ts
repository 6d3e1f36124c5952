import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'A token without three segments is a server error',
  description: '`const [h, p, s] = token.split(".")` and `s.length` later: too few or too many segments make a 500.',
  foundBy: ['api.format.segments.five', 'api.format.segments.two', 'api.format.jwe.api-key.signed-inner'],
} satisfies Defect

export default defectiveApi({
  splitToken: (wire) => {
    const [header, payload, signature, ...more] = wire.split('.')
    if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
      throw new TypeError('cannot read properties of undefined')
    }
    return [header, payload, signature]
  },
})
