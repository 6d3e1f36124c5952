import { startWith } from './base/start.ts'

export const defect = {
  title: 'After the sign-in the browser goes to a path that reads as a host',
  description:
    'The address is checked to be of the own origin, and then only its path is kept: `/.//host` comes to `//host`.',
  foundBy: ['web-app.sign-in.return.dots'],
}

startWith(({ settings }) => {
  const { origin } = new URL(settings.redirectUri)
  return {
    returnPath: (asked = '/') => {
      const url = URL.parse(asked, origin)
      return url?.origin === origin ? url.pathname : '/'
    },
  }
})
