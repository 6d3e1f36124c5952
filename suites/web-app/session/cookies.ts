import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { callApi, home, signedIn } from '../steps.ts'

const cookies: ClientFamily = {
  requirement: requirements.httpOnly,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'One script in one page takes the session away.',
  system: 'web-app',
}

/** What the browser holds, and what it is told to do with it. */
export const cookieCases: readonly ClientCase[] = [
  clientCase(cookies, {
    id: 'web-app.session.cookies-http-only',
    title: 'Cookies of signing in are HttpOnly',
    steps: [{ do: 'sign-in', browser: 'user', expect: { shows: 'signed-in', cookies: { httpOnly: true } } }],
  }),
  clientCase(cookies, {
    id: 'web-app.session.cookies-same-site',
    title: 'Cookies of signing in are SameSite=Lax or Strict',
    requirement: requirements.sameSite,
    needs: ['query-response'],
    gains: 'Another site has the browser act in the session.',
    steps: [
      { do: 'sign-in', browser: 'user', expect: { shows: 'signed-in', cookies: { sameSite: ['lax', 'strict'] } } },
    ],
  }),
  clientCase(cookies, {
    id: 'web-app.session.cookies-secure',
    title: 'Behind TLS, cookies are Secure',
    requirement: requirements.secure,
    gains: 'Whoever shares the network reads the session from one request without TLS.',
    start: { tls: true },
    steps: [{ do: 'visit', at: 'page.signIn', browser: 'user', follow: 'none', expect: { cookies: { secure: true } } }],
  }),
  clientCase(cookies, {
    id: 'web-app.session.tokens-on-the-server',
    title: 'No token, code verifier or secret is in a page, a cookie, a URL or the output',
    requirement: requirements.tokensHidden,
    severity: 'high',
    needs: ['page.callApi'],
    gains: 'Tokens are where scripts, histories and logs keep them.',
    steps: [signedIn('user'), home('user'), callApi('user')],
  }),
  clientCase(cookies, {
    id: 'web-app.session.pages-not-stored',
    title: 'Pages of a signed-in user are not stored by caches',
    requirement: requirements.notStored,
    level: 'SHOULD',
    severity: 'low',
    needs: ['page.callApi'],
    gains: 'The next user of the machine, or of the proxy, reads the pages of the last.',
    steps: [
      signedIn('user'),
      home('user', { expect: { headers: { 'cache-control': '/no-store|private|no-cache/' } } }),
      callApi('user', { expect: { headers: { 'cache-control': '/no-store|private|no-cache/' } } }),
    ],
  }),
  clientCase(cookies, {
    id: 'web-app.session.pages-not-framed',
    title: 'Pages of a signed-in user cannot be put into a frame of another site',
    requirement: requirements.notFramed,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Another site has the user click what the user does not see.',
    steps: [
      signedIn('user'),
      home('user', {
        expect: {
          contains: ['/^(?:x-frame-options: *(?:deny|sameorigin)|content-security-policy:.*frame-ancestors)/im'],
        },
      }),
    ],
  }),
]
