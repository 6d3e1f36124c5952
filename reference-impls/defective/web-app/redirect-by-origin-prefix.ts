import { startWith } from './base/start.ts'

export const defect = {
  title: 'After the sign-in the browser goes to whatever begins with the own address',
  description: '`returnTo.startsWith(origin)`: so do other hosts.',
  foundBy: ['web-app.sign-in.return.user-info', 'web-app.sign-in.return.longer-host'],
}

startWith(({ settings, returnPath }) => {
  const { origin } = new URL(settings.redirectUri)
  return { returnPath: (asked) => (asked?.startsWith(origin) === true ? asked : returnPath(asked)) }
})
