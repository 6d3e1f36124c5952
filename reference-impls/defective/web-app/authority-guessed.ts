import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The code is first redeemed at the authority of everybody',
  description: 'Only when /common refuses it does it go to the own tenant.',
  foundBy: ['web-app.sign-in.code-redeemed-at-own-tenant'],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), {
    async postsTo(url, form) {
      const send = (address: string) => fetch(address, { method: 'POST', body: new URLSearchParams(form) })
      const first = await send(url.replace(settings.tenantId, 'common'))
      return first.ok ? first : send(url)
    },
  }),
}))
