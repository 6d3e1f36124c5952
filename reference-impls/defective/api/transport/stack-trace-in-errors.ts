import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Errors show a stack trace',
  description: 'The developer error page is on in production.',
  foundBy: [
    'api.transport.errors.malformed-token',
    'api.transport.errors.forged-token',
    'api.transport.errors.wrong-audience',
    'api.transport.errors.odd-claims',
    'api.transport.errors.unknown-path',
  ],
} satisfies Defect

export default defectiveApi({
  deny: (denial, request, context) => {
    const answer = defaults.deny(denial, request, context)
    return new Response(`<pre>${denial.stack}</pre>`, { status: answer.status, headers: answer.headers })
  },
})
