import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Anyone may update anything',
  description: 'The route asks for a signed-in user and never for the author.',
  foundBy: ['api.authorization.ownership.update-others', 'api.authorization.user-isolation.writes'],
} satisfies Defect

export default defectiveApi({ mayChange: (post, identity, method) => method === 'PUT' || post.author === identity })
