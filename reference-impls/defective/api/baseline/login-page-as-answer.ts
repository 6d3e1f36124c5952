import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A missing token is answered with a login page and 200',
  description: 'A single-page fallback serves `index.html` for whatever the API refuses.',
  foundBy: ['api.baseline.no-token', 'api.baseline.no-token-unsafe', 'api.signature.bit-flipped'],
  alike: true,
} satisfies Defect

export default defectiveApi({
  deny: (denial, request, context) =>
    denial.status === 401
      ? new Response('<html><body>Sign in</body></html>', { headers: { 'content-type': 'text/html' } })
      : defaults.deny(denial, request, context),
})
