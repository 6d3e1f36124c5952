import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Errors show the settings',
  description: 'The error handler prints the configuration, key material and secrets included.',
  foundBy: ['api.transport.errors.forged-token', 'api.transport.errors.wrong-audience'],
} satisfies Defect

export default defectiveApi({
  deny: (denial, request, context) => {
    const answer = defaults.deny(denial, request, context)
    const body = JSON.stringify({
      title: denial.message,
      settings: context.settings,
      key: '-----BEGIN PRIVATE KEY-----',
    })
    return new Response(body, { status: answer.status, headers: answer.headers })
  },
})
