import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Protected answers may be cached',
  description:
    '`Cache-Control: public` from the static file middleware: a shared cache keeps the answer of one user for the next.',
  foundBy: ['api.transport.caching.not-public', 'api.transport.caching.not-stored'],
} satisfies Defect

export default defectiveApi({
  finish: (answer) => {
    if (answer.ok) answer.headers.set('cache-control', 'public, max-age=600')
    return answer
  },
})
