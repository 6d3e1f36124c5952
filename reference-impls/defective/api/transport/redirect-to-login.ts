import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A missing token is answered with a redirect to the login page',
  description: 'The cookie scheme of the web app is the default challenge of the API too.',
  foundBy: ['api.transport.errors.no-redirect'],
} satisfies Defect

export default defectiveApi({
  deny: (denial, request, context) =>
    denial.status === 401
      ? new Response(null, {
          status: 302,
          headers: { location: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize' },
        })
      : defaults.deny(denial, request, context),
})
