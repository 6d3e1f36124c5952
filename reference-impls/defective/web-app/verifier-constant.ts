import { startWith } from './base/start.ts'

export const defect = {
  title: 'The code verifier is the same for everybody',
  description: 'PKCE with a verifier from the settings: whoever knows it redeems every code.',
  foundBy: ['web-app.sign-in.challenge-unique', 'web-app.sign-in.code-redeemed-with-verifier'],
}

const codeVerifier = 'the-code-verifier-of-this-app-is-always-the-same'

startWith(({ signIns }) => ({
  signIns: {
    ...signIns,
    begin: async (wish) => ({ ...(await signIns.begin(wish)), codeVerifier }),
    async finish(state, browserSecret) {
      const pending = await signIns.finish(state, browserSecret)
      return pending && { ...pending, codeVerifier }
    },
  },
}))
