import { startWith } from './base/start.ts'

export const defect = {
  title: 'After the sign-in the browser goes to whatever address was asked for',
  description: 'An open redirect: `res.redirect(req.query.returnTo)`.',
  foundBy: [
    'web-app.sign-in.return.absolute',
    'web-app.sign-in.return.absolute-http',
    'web-app.sign-in.return.scheme-relative',
    'web-app.sign-in.return.backslash',
    'web-app.sign-in.return.backslashes',
    'web-app.sign-in.return.three-slashes',
    'web-app.sign-in.return.tab',
    'web-app.sign-in.return.line-break',
    'web-app.sign-in.return.user-info',
    'web-app.sign-in.return.longer-host',
    'web-app.sign-in.return.no-slashes',
    'web-app.sign-in.return.script',
    'web-app.sign-in.return.data',
  ],
}

startWith(() => ({ returnPath: (asked = '/') => asked }))
