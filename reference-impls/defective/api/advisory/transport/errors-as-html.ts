import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'Errors are HTML pages',
  description: 'The default error page of the framework, for callers that expect JSON.',
  foundBy: ['api.transport.errors.not-html'],
} satisfies Defect

export default defectiveApi({
  deny: (denial, request, context) => {
    const answer = defaults.deny(denial, request, context)
    answer.headers.set('content-type', 'text/html')
    return new Response('<html><body><h1>Unauthorized</h1></body></html>', {
      status: answer.status,
      headers: answer.headers,
    })
  },
})
