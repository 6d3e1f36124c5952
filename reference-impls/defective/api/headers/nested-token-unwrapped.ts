import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token within a token is taken out and the outside forgotten',
  description:
    '`cty: JWT` makes the reader go on with the inner token; whether the outer one was signed is never asked.',
  foundBy: ['api.headers.cty.nested-under-none', 'api.headers.cty.nested-under-stranger'],
} satisfies Defect

export default defectiveApi({
  parseToken: (wire, context) => {
    const inner = Buffer.from(wire.split('.')[1] ?? '', 'base64url').toString()
    return defaults.parseToken(inner.startsWith('eyJ') ? inner : wire, context)
  },
})
