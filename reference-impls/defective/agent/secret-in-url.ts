import { z } from 'zod'

import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: "The service principal's secret travels in the URL",
  description: 'The token endpoint is asked by hand, with everything in the query.',
  foundBy: ['credentials.managed-identity.environment-secret-in-body'],
}

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() })
const { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: id = '', AZURE_CLIENT_SECRET: secret = '' } = process.env

start(process.env, {
  credential: () => ({
    async getToken(scopes) {
      const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret, scope: String(scopes) }
      const url = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`
      const body = new URLSearchParams(form)
      const answer = await fetch(`${url}?${body.toString()}`, { method: 'POST', body })
      const { access_token: token, expires_in: seconds } = tokenAnswer.parse(await answer.json())
      return { token, expiresOnTimestamp: Date.now() + seconds * 1000 }
    },
  }),
})
