import type { ClientCase, ClientStep, SignInStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { control, mark, nothingLike, signedIn } from '../steps.ts'

const state: ClientFamily = {
  requirement: requirements.login,
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

/** A response with one difference, which signs nobody in and is not redeemed. */
function refused(
  id: string,
  title: string,
  changes: Partial<SignInStep>,
  own: Partial<ClientCase> = {},
  family = state,
): ClientCase {
  return clientCase(family, {
    id: `web-app.sign-in.${id}`,
    title,
    steps: [
      control,
      mark,
      { do: 'sign-in', label: 'attack', browser: 'victim', expect: { shows: 'refused' }, ...changes },
      notRedeemed,
    ],
    ...own,
  })
}

/** The same, but the app may ask Entra ID what the code is worth: there it is refused. */
function worthless(id: string, title: string, changes: Partial<SignInStep>, own: Partial<ClientCase> = {}): ClientCase {
  return clientCase(code, {
    id: `web-app.sign-in.${id}`,
    title,
    steps: [
      control,
      {
        do: 'sign-in',
        label: 'attack',
        browser: 'victim',
        expect: { shows: 'refused', status: ['3xx', '4xx', 502, 503] },
        ...changes,
      },
    ],
    ...own,
  })
}

const code: ClientFamily = {
  ...state,
  requirement: requirements.singleUse,
  gains: 'An attacker who got hold of a used response is signed in as its user.',
}

const issuer: ClientFamily = {
  ...state,
  requirement: requirements.issuerParameter,
  gains: 'A code of one authorization server is sent to another, which then has it (mix-up).',
}

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

/** Authorization responses that are not, or no longer, an answer to this browser's request. */
export const responseCases: readonly ClientCase[] = [
  refused('state-missing', 'A response without state signs nobody in', { response: { state: null } }),
  refused('state-empty', 'A response with an empty state signs nobody in', { response: { state: '' } }),
  refused('state-replaced', 'A response with another state signs nobody in', { response: { state: 'another-state' } }),
  refused('state-wildcard', 'A response whose state means everything to some languages signs nobody in', {
    response: { state: '*' },
  }),
  refused('state-prototype', 'A response whose state is the name of a member of every object signs nobody in', {
    response: { state: '__proto__' },
  }),
  refused('state-of-another-browser', 'A response delivered in another browser signs nobody in', {
    deliverTo: 'another',
  }),
  refused(
    'state-while-signing-in',
    'A response for another browser signs nobody in, in a browser that is signing in too',
    {},
    {
      steps: [
        control,
        signedIn('victim', { deliver: false }),
        mark,
        {
          do: 'sign-in',
          label: 'attack',
          browser: 'attacker',
          user: 'second',
          deliverTo: 'victim',
          expect: { shows: 'refused' },
        },
        notRedeemed,
      ],
    },
  ),
  clientCase(
    {
      ...state,
      requirement: requirements.codeInjection,
      gains: "An attacker's code, or a stolen one, is redeemed in another's browser.",
    },
    {
      id: 'web-app.sign-in.code-injected',
      title: "Another browser's code with the own state signs nobody in",
      needs: ['query-response'],
      steps: [
        control,
        signedIn('victim', { deliver: false, capture: { victimState: 'response.state' } }),
        {
          do: 'sign-in',
          label: 'attack',
          browser: 'attacker',
          user: 'second',
          deliverTo: 'victim',
          response: { state: '${victimState}' },
          expect: { shows: 'refused' },
        },
      ],
    },
  ),
  clientCase(
    { ...state, requirement: requirements.stateSingleUse, level: 'SHOULD', severity: 'medium' },
    {
      id: 'web-app.sign-in.state-replayed',
      title: 'A state that was used is worth nothing, with a fresh code neither',
      needs: ['query-response'],
      steps: [
        signedIn('user', { capture: { used: 'response.state' } }),
        signedIn('user', { deliver: false, capture: { fresh: 'response.code' } }),
        mark,
        {
          do: 'visit',
          label: 'the fresh code with the used state',
          browser: 'user',
          at: 'page.callback',
          query: { code: '${fresh}', state: '${used}' },
          expect: { shows: 'answered' },
        },
        { ...notRedeemed, because: 'the code was redeemed although its state had been used' },
      ],
    },
  ),
  refused('code-missing', 'A response without code signs nobody in', { response: { code: null } }),
  refused(
    'code-empty',
    'A response with an empty code signs nobody in',
    { response: { code: '' } },
    { level: 'SHOULD' },
  ),
  worthless('code-garbage', 'A code that Entra ID did not give out signs nobody in', { response: { code: 'made-up' } }),
  worthless('code-of-another-client', 'A code that was given to another app signs nobody in', {
    request: { client_id: '${otherAppClientId}' },
  }),
  worthless(
    'code-expired',
    'A code that has expired signs nobody in',
    { before: [{ do: 'clock', of: 'cloud', seconds: 3600 }] },
    { isolation: 'fresh', requirement: requirements.tokenErrors },
  ),
  clientCase(code, {
    id: 'web-app.sign-in.code-replayed',
    title: 'A response that was delivered before signs nobody in',
    needs: ['query-response'],
    steps: [
      signedIn('user', { label: 'first delivery', capture: { code: 'response.code', state: 'response.state' } }),
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
  clientCase(code, {
    id: 'web-app.sign-in.code-replayed-in-the-same-browser',
    title: 'A response that is delivered again in the same browser is not redeemed again',
    needs: ['query-response'],
    gains: 'Entra ID may revoke the tokens of a code that is redeemed twice.',
    level: 'SHOULD',
    severity: 'low',
    steps: [
      signedIn('user', { label: 'first delivery', capture: { code: 'response.code', state: 'response.state' } }),
      mark,
      {
        do: 'visit',
        label: 'second delivery',
        browser: 'user',
        at: 'page.callback',
        query: { code: '${code}', state: '${state}' },
        expect: { shows: 'answered' },
      },
      { ...notRedeemed, because: 'the code was redeemed a second time' },
    ],
  }),
  clientCase(state, {
    id: 'web-app.sign-in.callback-alone',
    title: 'The redirect URI without a response signs nobody in and breaks nothing',
    requirement: requirements.failures,
    severity: 'low',
    gains: 'A stack trace, or a crash by a link.',
    steps: [
      { do: 'visit', at: 'page.callback', browser: 'none', expect: { shows: 'refused', status: ['3xx', '4xx'] } },
    ],
  }),
  clientCase(state, {
    id: 'web-app.sign-in.callback-leads-on',
    title: 'The redirect URI answers with a redirect, not with a page at the address of the code',
    requirement: requirements.codeInHistory,
    needs: ['query-response'],
    level: 'SHOULD',
    severity: 'low',
    gains: 'The code stays in the address bar, and goes out with links.',
    steps: [
      signedIn('user', { deliver: false, capture: { code: 'response.code', state: 'response.state' } }),
      {
        do: 'visit',
        at: 'page.callback',
        browser: 'user',
        follow: 'none',
        query: { code: '${code}', state: '${state}' },
        expect: { status: '3xx', redirect: { to: 'app', query: { code: null, state: null } } },
      },
    ],
  }),
  clientCase(state, {
    id: 'web-app.sign-in.unknown-parameters',
    title: 'Response parameters that nobody knows are ignored',
    requirement: requirements.unknownParameters,
    severity: 'medium',
    gains: 'Nothing is gained; signing in ends when Entra ID adds a parameter.',
    steps: [
      {
        do: 'sign-in',
        browser: 'user',
        response: { session_state: 'another', cloud_instance_name: 'microsoftonline.com', unknown: 'value' },
        expect: { shows: 'signed-in' },
      },
    ],
  }),
  refused(
    'tokens-in-the-response',
    'Tokens in the authorization response in place of a code sign nobody in',
    {
      response: {
        code: null,
        id_token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbnlib2R5In0.',
        access_token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbnlib2R5In0.',
      },
    },
    { requirement: requirements.noImplicitTokens },
  ),
  refused(
    'response-by-post',
    'A response by POST signs nobody in where the query was asked for',
    { responseBy: 'form_post' },
    { needs: ['query-response'], level: 'SHOULD', severity: 'low', requirement: requirements.responseMode },
  ),
  refused(
    'response-by-query',
    'A response in the query signs nobody in where form_post was asked for',
    { responseBy: 'query' },
    { needs: ['form-post'], level: 'SHOULD', severity: 'low', requirement: requirements.responseMode },
  ),

  // Mix-up
  clientCase(issuer, {
    id: 'web-app.sign-in.issuer-right',
    title: 'A response that names the right issuer signs the user in',
    severity: 'medium',
    gains: 'Nothing is gained; signing in ends when Entra ID begins to send iss.',
    steps: [{ do: 'sign-in', browser: 'user', response: { iss: '${issuer}' }, expect: { shows: 'signed-in' } }],
  }),
  refused(
    'issuer-of-another',
    'A response that names another tenant as its issuer signs nobody in',
    { response: { iss: 'https://login.microsoftonline.com/${otherTenantId}/v2.0' } },
    {},
    issuer,
  ),
  refused(
    'issuer-elsewhere',
    'A response that names another host as its issuer signs nobody in',
    { response: { iss: 'https://${canaryHost}' } },
    {},
    issuer,
  ),
  refused(
    'issuer-like-ours',
    'A response whose issuer begins like ours signs nobody in',
    { response: { iss: '${issuer}.${canaryHost}' } },
    {},
    issuer,
  ),

  // Errors
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
