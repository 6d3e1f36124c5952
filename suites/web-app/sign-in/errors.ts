import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { control, mark, nothingLike } from '../steps.ts'
import { notRedeemed, refused, state } from './refused.ts'

const error: ClientFamily = {
  ...state,
  severity: 'medium',
  requirement: requirements.errorResponse,
  gains: 'A sign-in that failed, or that the user declined, signs somebody in.',
}

const sanitized: ClientFamily = {
  ...error,
  requirement: requirements.sanitized,
  gains: 'A link runs a script in the page of the app.',
}

/** Responses that say what went wrong, or seem to. */
export const errorCases: readonly ClientCase[] = [
  refused(
    'access-denied',
    'A user who declines at Entra ID sees an error page and is not signed in',
    { browser: 'user', consent: 'cancel' },
    { needs: ['query-response'] },
    error,
  ),
  refused(
    'consent-declined',
    'A user who declines to consent sees an error page and is not signed in',
    { browser: 'user', consent: 'decline' },
    {
      isolation: 'fresh',
      steps: [
        control,
        { do: 'consent', change: 'revoke' },
        mark,
        { do: 'sign-in', browser: 'user', consent: 'decline', expect: { shows: 'refused' } },
        { ...notRedeemed, because: 'a code was redeemed although the user declined' },
      ],
    },
    error,
  ),
  refused(
    'error-beside-code',
    'A response with an error signs nobody in, with a code neither',
    { response: { error: 'access_denied' } },
    { level: 'SHOULD' },
    error,
  ),
  refused(
    'error-of-the-service',
    'An error of the service is a page, not a circle',
    { response: { code: null, error: 'temporarily_unavailable' }, expect: { shows: 'error' } },
    {},
    error,
  ),
  refused(
    'error-without-state',
    'An error response without state breaks nothing',
    { response: { code: null, state: null, error: 'server_error' } },
    {},
    error,
  ),
  refused(
    'error-description-html',
    'HTML in error_description is not shown as HTML',
    {
      response: {
        code: null,
        error: 'access_denied',
        error_description: '<img src=x onerror=alert(1)>${canary}',
      },
      expect: { shows: 'refused', lacks: ['<img src=x onerror'] },
    },
    { needs: ['query-response'] },
    sanitized,
  ),
  refused(
    'error-html',
    'HTML in error is not shown as HTML',
    {
      response: { code: null, error: '<img src=x onerror=alert(1)>' },
      expect: { shows: 'refused', lacks: ['<img src=x onerror'] },
    },
    {},
    sanitized,
  ),
  clientCase(sanitized, {
    id: 'web-app.sign-in.error-html-without-state',
    title: 'HTML in an error response that belongs to no sign-in is not shown as HTML',
    steps: [
      {
        do: 'visit',
        at: 'page.callback',
        browser: 'none',
        query: {
          error: '<img src=x onerror=alert(1)>',
          error_description: '<script>alert(1)</script>',
          state: '"><img src=x onerror=alert(2)>',
        },
        expect: { shows: 'refused', lacks: ['<img src=x onerror', '<script>alert(1)'] },
      },
    ],
  }),
  refused(
    'error-description-shown',
    'Words that anybody can put into error_description are not shown as the app’s own',
    {
      response: { code: null, error: 'access_denied', error_description: 'Call ${canary} and tell your password' },
      expect: { shows: 'refused', contains: [nothingLike('Call ${canary|regex}')] },
    },
    { level: 'SHOULD', severity: 'low', gains: 'A link has the app tell its users whatever the attacker wants.' },
    sanitized,
  ),
  refused(
    'error-uri',
    'An address in error_uri is neither followed nor shown',
    {
      response: { code: null, error: 'access_denied', error_uri: 'https://${canaryHost}/' },
      expect: { shows: 'refused', contains: [nothingLike('${canaryHost|regex}')] },
    },
    { level: 'SHOULD', severity: 'low', gains: 'A link has the app lead its users to another site.' },
    sanitized,
  ),
  clientCase(sanitized, {
    id: 'web-app.sign-in.error-not-in-log',
    title: 'A line break in an error response writes no line of its own into the log',
    level: 'SHOULD',
    severity: 'low',
    gains: 'An attacker writes lines into the log that look like the app’s.',
    isolation: 'fresh',
    steps: [
      control,
      {
        do: 'sign-in',
        browser: 'victim',
        response: {
          code: null,
          error: 'access_denied\nforged line of ${canary}',
          error_description: 'x\nforged line of ${canary}',
        },
        expect: { shows: 'refused' },
      },
      { do: 'output', lacks: ['/^forged line/m'], because: 'the log has a line that the attacker wrote' },
    ],
  }),
]
