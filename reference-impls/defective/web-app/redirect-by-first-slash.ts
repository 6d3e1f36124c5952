import { startWith } from './base/start.ts'

export const defect = {
  title: 'After the sign-in the browser goes to whatever begins with a slash',
  description: '`returnTo.startsWith("/")`: so do addresses without a scheme.',
  foundBy: [
    'web-app.sign-in.return.scheme-relative',
    'web-app.sign-in.return.backslash',
    'web-app.sign-in.return.three-slashes',
    'web-app.sign-in.return.tab',
  ],
}

startWith(() => ({ returnPath: (asked = '/') => (asked.startsWith('/') ? asked : '/') }))
