import { startWith } from '../base/start.ts'

export const defect = {
  title: 'A state can be used again',
  description: 'It is looked up and not taken away, so a response can be delivered once more.',
  foundBy: ['web-app.sign-in.state-replayed', 'web-app.sign-in.code-replayed-in-the-same-browser'],
}

startWith(({ signIns, cookies }) => {
  const answered = new Map<string, Awaited<ReturnType<typeof signIns.finish>>>()
  return {
    cookies: { ...cookies, clearSignIn: () => undefined },
    signIns: {
      ...signIns,
      async finish(state, browserSecret) {
        const found = answered.get(state) ?? (await signIns.finish(state, browserSecret))
        answered.set(state, found)
        return found
      },
    },
  }
})
