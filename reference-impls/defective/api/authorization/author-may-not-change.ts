import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The author may not change what is theirs',
  description:
    'The author is compared with another form of the identity than was stored, so nobody ever owns anything.',
  foundBy: [
    'api.authorization.ownership.update-own',
    'api.authorization.ownership.delete-own',
    'api.authorization.ownership.update-missing',
    'api.authorization.ownership.delete-missing',
  ],
} satisfies Defect

export default defectiveApi({ mayChange: () => false })
