import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { signedIn } from '../steps.ts'

const redirect: ClientFamily = {
  requirement: requirements.openRedirect,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'A link to the app leads, after a genuine sign-in, to a site that looks like it.',
  system: 'web-app',
  needs: ['return-parameter'],
}

/** After the sign-in the browser is at the app: the last answer leads nowhere else. */
function stays(id: string, title: string, target: string, own: Partial<ClientCase> = {}): ClientCase {
  return clientCase(redirect, {
    id: `web-app.sign-in.return.${id}`,
    title,
    steps: [
      signedIn('control', { label: 'control', query: { '${returnParameter}': '/' } }),
      {
        do: 'sign-in',
        label: 'attack',
        browser: 'victim',
        query: { '${returnParameter}': target },
        expect: { shows: 'answered', headers: { location: null, refresh: null } },
      },
    ],
    ...own,
  })
}

/** Where the user is after signing in. */
export const afterwardsCases: readonly ClientCase[] = [
  clientCase(redirect, {
    id: 'web-app.sign-in.return.own-path',
    title: 'After the sign-in the user is at the page of the app that was asked for',
    requirement: requirements.backAgain,
    level: 'SHOULD',
    severity: 'low',
    needs: ['query-response'],
    gains: 'Nothing is gained; the user has to look for the page.',
    steps: [
      signedIn('user', {
        deliver: false,
        query: { '${returnParameter}': '/?from=${canary}' },
        capture: { code: 'response.code', state: 'response.state' },
      }),
      {
        do: 'visit',
        at: 'page.callback',
        browser: 'user',
        follow: 'none',
        query: { code: '${code}', state: '${state}' },
        expect: { redirect: { to: 'app', query: { from: '${canary}' } } },
      },
    ],
  }),
  clientCase(
    { ...redirect, needs: ['page.protected'] },
    {
      id: 'web-app.sign-in.return.protected-page',
      title: 'Who wanted a protected page is there after the sign-in',
      requirement: requirements.backAgain,
      level: 'SHOULD',
      severity: 'low',
      needs: ['page.callApi'],
      gains: 'Nothing is gained; the user has to look for the page.',
      steps: [
        {
          do: 'visit',
          at: 'page.callApi',
          browser: 'user',
          follow: 'all',
          user: 'first',
          expect: { status: '2xx', contains: ['${userId}'] },
        },
      ],
    },
  ),
  stays('absolute', 'The sign-in leads to no other site', 'https://${canaryHost}/'),
  stays('absolute-http', 'The sign-in leads to no other site without TLS', 'http://${canaryHost}/'),
  stays('scheme-relative', 'The sign-in leads to no site that an address without a scheme names', '//${canaryHost}/'),
  stays(
    'backslash',
    'The sign-in leads to no site behind a backslash, which browsers read as a slash',
    '/\\${canaryHost}/',
  ),
  stays('backslashes', 'The sign-in leads to no site behind two backslashes', '\\\\${canaryHost}/'),
  stays('three-slashes', 'The sign-in leads to no site behind three slashes', '///${canaryHost}/'),
  stays('tab', 'The sign-in leads to no site behind a tab, which browsers drop', '/\t/${canaryHost}/'),
  stays('line-break', 'The sign-in leads to no site behind a line break, which browsers drop', '/\n/${canaryHost}/'),
  stays('dots', 'The sign-in leads to no site behind a path that comes to nothing', '/.//${canaryHost}/'),
  stays(
    'user-info',
    'The sign-in leads to no site behind a user name that looks like the app',
    '${baseUrl}@${canaryHost}/',
  ),
  stays('longer-host', 'The sign-in leads to no host that begins like the app’s', '${baseUrl}.${canaryHost}/'),
  stays('no-slashes', 'The sign-in leads to no site behind a scheme without slashes', 'https:${canaryHost}'),
  stays('script', 'The sign-in leads to no script', 'javascript:alert(1)'),
  stays('data', 'The sign-in leads to no page inside the address', 'data:text/html,<script>alert(1)</script>'),
  clientCase(
    {
      ...redirect,
      requirement: requirements.headerInjection,
      severity: 'high',
      gains: 'A link sets headers and cookies of the app.',
    },
    {
      id: 'web-app.sign-in.return.header-injected',
      title: 'A line break in the address to go to sets no header',
      needs: ['query-response'],
      steps: [
        signedIn('control', { label: 'control', query: { '${returnParameter}': '/' } }),
        signedIn('victim', {
          deliver: false,
          query: { '${returnParameter}': '/\r\nset-cookie: injected=${canary}\r\nx-injected: ${canary}' },
          capture: { code: 'response.code', state: 'response.state' },
        }),
        {
          do: 'visit',
          label: 'attack',
          at: 'page.callback',
          browser: 'victim',
          follow: 'none',
          query: { code: '${code}', state: '${state}' },
          expect: { shows: 'answered', headers: { 'x-injected': null }, lacks: ['/^set-cookie: *injected/im'] },
        },
      ],
    },
  ),
]
