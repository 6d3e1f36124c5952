import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Anyone may delete anything',
  description: 'Update asks for the author; delete was added later and does not.',
  foundBy: ['api.authorization.ownership.delete-others'],
} satisfies Defect

export default defectiveApi({ mayChange: (post, identity, method) => method === 'DELETE' || post.author === identity })
