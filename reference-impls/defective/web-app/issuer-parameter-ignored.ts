import { startWith } from './base/start.ts'

export const defect = {
  title: 'The issuer that a response names is ignored',
  description: '`iss` is a parameter like any other.',
  foundBy: [
    'web-app.sign-in.issuer-of-another',
    'web-app.sign-in.issuer-elsewhere',
    'web-app.sign-in.issuer-like-ours',
  ],
}

startWith(({ readResponse }) => ({ readResponse: async (c) => ({ ...(await readResponse(c)), iss: undefined }) }))
