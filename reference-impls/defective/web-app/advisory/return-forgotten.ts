import { startWith } from '../base/start.ts'

export const defect = {
  title: 'After the sign-in the user is at the home page, whatever was asked for',
  description: 'Nobody kept the address.',
  foundBy: ['web-app.sign-in.return.own-path', 'web-app.sign-in.return.protected-page'],
}

startWith(({ signIns }) => ({
  signIns: { ...signIns, begin: (wish) => signIns.begin({ ...wish, returnTo: '/' }) },
}))
