import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The authentication context is not checked',
  description: 'The route was to ask for a stronger sign-in (acrs), and never does.',
  foundBy: [
    'api.authorization.claims-challenge.missing',
    'api.authorization.claims-challenge.other',
    'api.authorization.claims-challenge.superstring',
    'api.authorization.claims-challenge.other-claim',
  ],
} satisfies Defect

export default defectiveApi({ checkContext: () => {} })
