import type { ClientCase, ClientStep, SignInStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { rfc } from '../../client-requirements.ts'

const control: ClientStep = { do: 'sign-in', label: 'control', browser: 'control', control: true }

const state: ClientFamily = {
  requirement: rfc(
    6749,
    '10.12',
    'The client MUST refuse an authorization response whose state is not the one it sent from this browser.',
  ),
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: "An attacker signs a victim's browser in to the attacker's account.",
  system: 'web-app',
}

const notRedeemed: ClientStep = {
  do: 'ledger',
  of: 'entra.token',
  exactly: 0,
  because: 'the code was redeemed although the response was not for this browser',
}

function refused(id: string, title: string, changes: Partial<SignInStep>): ClientCase {
  return clientCase(state, {
    id: `web-app.sign-in.${id}`,
    title,
    steps: [
      control,
      { do: 'mark' },
      { do: 'sign-in', label: 'attack', browser: 'victim', expect: { shows: 'refused' }, ...changes },
      notRedeemed,
    ],
  })
}

const code: ClientFamily = {
  ...state,
  requirement: rfc(6749, '4.1.2', 'The client MUST NOT use the authorization code more than once.'),
  gains: 'An attacker who got hold of a used response is signed in as its user.',
}

/** Authorization responses that are not, or no longer, an answer to this browser's request. */
export const responseCases: readonly ClientCase[] = [
  refused('state-missing', 'A response without state signs nobody in', { response: { state: null } }),
  refused('state-empty', 'A response with an empty state signs nobody in', { response: { state: '' } }),
  refused('state-replaced', 'A response with another state signs nobody in', { response: { state: 'another-state' } }),
  refused('state-of-another-browser', 'A response delivered in another browser signs nobody in', {
    deliverTo: 'another',
  }),
  refused('code-missing', 'A response without code signs nobody in', { response: { code: null } }),
  clientCase(
    {
      ...state,
      requirement: rfc(9207, '2.4', 'A client that gets an iss parameter MUST refuse one that is not its issuer’s.'),
    },
    {
      id: 'web-app.sign-in.issuer-of-another',
      title: 'A response that names another issuer signs nobody in',
      steps: [
        control,
        { do: 'mark' },
        {
          do: 'sign-in',
          label: 'attack',
          browser: 'victim',
          response: { iss: 'https://login.microsoftonline.com/${otherTenantId}/v2.0' },
          expect: { shows: 'refused' },
        },
        notRedeemed,
      ],
    },
  ),
  clientCase(code, {
    id: 'web-app.sign-in.code-replayed',
    title: 'A response that was delivered before signs nobody in',
    needs: ['query-response'],
    steps: [
      {
        do: 'sign-in',
        label: 'first delivery',
        browser: 'user',
        control: true,
        capture: { code: 'response.code', state: 'response.state' },
      },
      {
        do: 'visit',
        label: 'second delivery',
        browser: 'attacker',
        at: 'page.callback',
        query: { code: '${code}', state: '${state}' },
        expect: { shows: 'refused' },
      },
    ],
  }),
  clientCase(
    { ...state, requirement: rfc(6749, '4.1.2.1', 'The client MUST NOT sign anybody in by an error response.') },
    {
      id: 'web-app.sign-in.access-denied',
      title: 'A user who declines at Entra ID sees an error page and is not signed in',
      needs: ['query-response'],
      steps: [
        control,
        { do: 'mark' },
        { do: 'sign-in', browser: 'user', consent: 'cancel', expect: { shows: 'refused' } },
        { ...notRedeemed, because: 'a code was redeemed although the user declined' },
      ],
    },
  ),
  clientCase(
    {
      ...state,
      severity: 'medium',
      requirement: rfc(6749, '10.14', 'The client MUST sanitize what it receives, in particular what it shows.'),
      gains: 'A link runs a script in the page of the app.',
    },
    {
      id: 'web-app.sign-in.error-description-html',
      title: 'HTML in error_description is not shown as HTML',
      needs: ['query-response'],
      steps: [
        control,
        {
          do: 'sign-in',
          browser: 'victim',
          response: {
            code: null,
            error: 'access_denied',
            error_description: '<img src=x onerror=alert(1)>${canary}',
          },
          expect: { shows: 'refused', lacks: ['<img src=x onerror'] },
        },
      ],
    },
  ),
]
