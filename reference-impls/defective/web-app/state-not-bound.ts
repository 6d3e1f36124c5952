import { startWith } from './base/start.ts'

export const defect = {
  title: 'The state counts in every browser',
  description: 'It is looked up on the server, but nothing ties it to the browser that began.',
  foundBy: ['web-app.sign-in.state-of-another-browser', 'web-app.sign-in.state-while-signing-in'],
}

startWith(({ signIns }) => {
  const secrets = new Map<string, string>()
  return {
    signIns: {
      ...signIns,
      async begin(wish) {
        const begun = await signIns.begin(wish)
        secrets.set(begun.state, begun.browserSecret)
        return begun
      },
      finish: (state) => signIns.finish(state, secrets.get(state)),
    },
  }
})
