import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'What follows the third segment is ignored',
  description: '`const [header, payload, signature] = token.split(".")`: the rest of the text is not looked at.',
  foundBy: [
    'api.format.segments.four',
    'api.format.segments.five',
    'api.format.segments.six',
    'api.format.segments.trailing-period',
  ],
} satisfies Defect

export default defectiveApi({
  splitToken: (wire) => {
    const [header = '', payload = '', signature = ''] = wire.split('.')
    return defaults.splitToken([header, payload, signature].join('.'))
  },
})
