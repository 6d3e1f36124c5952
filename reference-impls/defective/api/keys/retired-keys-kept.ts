import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Keys are added and never removed',
  description:
    'New keys are merged into the cache, so a key the issuer has withdrawn is honoured until the process ends.',
  foundBy: ['api.keys.retired.after-cache-age', 'api.keys.later.retired'],
} satisfies Defect

export default defectiveApi({
  replaceKeys: (old = [], fetched) => [...fetched, ...old.filter(({ kid }) => !fetched.some((key) => key.kid === kid))],
})
