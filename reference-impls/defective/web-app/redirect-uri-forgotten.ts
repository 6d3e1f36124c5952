import { createOauthClient, tokenStore, without } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The code is first redeemed without its redirect URI',
  description: 'Only when that is refused does it try again with it.',
  foundBy: ['web-app.sign-in.code-redeemed-with-redirect-uri'],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), {
    async postsTo(url, form) {
      const send = (fields: Readonly<Record<string, string>>) =>
        fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
      const first = await send(without(form, 'redirect_uri'))
      return first.ok ? first : send(form)
    },
  }),
}))
