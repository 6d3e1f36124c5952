import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'The start of validity is not checked',
  description: '`ignoreNotBefore: true`, because a server clock was slow once.',
  foundBy: [
    'api.time.nbf.hour-ahead',
    'api.time.nbf.just-outside-tolerance',
    'api.time.nbf.string',
    'api.time.nbf.null',
    'api.time.nbf.array',
  ],
} satisfies Defect

export default defectiveApi({ checkNotBefore: () => {} })
