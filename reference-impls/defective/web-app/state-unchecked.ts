import { startWith } from './base/start.ts'

export const defect = {
  title: 'The state is not compared',
  description: 'Whatever response comes in is taken for the answer to the sign-in that began last.',
  foundBy: [
    'web-app.sign-in.state-missing',
    'web-app.sign-in.state-empty',
    'web-app.sign-in.state-replaced',
    'web-app.sign-in.state-wildcard',
    'web-app.sign-in.state-prototype',
    'web-app.sign-in.state-of-another-browser',
    'web-app.sign-in.state-while-signing-in',
  ],
}

startWith(({ signIns, readResponse }) => {
  let last = { state: '', browserSecret: '' }
  return {
    readResponse: async (c) => {
      const { code, error, iss } = { code: c.req.query('code'), error: c.req.query('error'), iss: c.req.query('iss') }
      return code === undefined ? readResponse(c) : { code, error, iss, state: '' }
    },
    signIns: {
      ...signIns,
      async begin(wish) {
        const begun = await signIns.begin(wish)
        last = begun
        return begun
      },
      finish: () => signIns.finish(last.state, last.browserSecret),
    },
  }
})
