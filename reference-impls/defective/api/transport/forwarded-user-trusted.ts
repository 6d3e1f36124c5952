import { type Defect, defectiveApi } from '../base/defect.ts'
import { somebody } from '../base/mistakes.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The headers of a reverse proxy are believed',
  description: '`X-Forwarded-User` says who it is, and anyone can send it.',
  foundBy: [
    'api.transport.spoofed.forwarded-user',
    'api.transport.spoofed.auth-request-user',
    'api.transport.spoofed.remote-user',
    'api.transport.spoofed.user-id',
    'api.transport.spoofed.client-certificate',
  ],
} satisfies Defect

export default defectiveApi({
  authenticate: async (request, url, context) => {
    const proxy = [...request.headers.keys()].some((name) =>
      /^(x-forwarded-(user|email|preferred-username|access-token|groups)|x-remote-user|remote-user|x-user|x-auth-request|x-authenticated|x-forwarded-for|x-client)/.test(
        name,
      ),
    )
    if (request.headers.has('authorization') || !proxy) return await defaults.authenticate(request, url, context)
    return somebody(context)
  },
})
