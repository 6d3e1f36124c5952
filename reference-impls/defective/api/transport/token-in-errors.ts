import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Errors repeat the token',
  description: 'The error handler prints the request with its headers.',
  foundBy: ['api.transport.errors.forged-token', 'api.transport.errors.wrong-audience'],
  alike: true,
} satisfies Defect

export default defectiveApi({
  deny: (denial, request, context) => {
    const answer = defaults.deny(denial, request, context)
    const body = JSON.stringify({ title: denial.message, request: Object.fromEntries(request.headers) })
    return new Response(body, { status: answer.status, headers: answer.headers })
  },
})
