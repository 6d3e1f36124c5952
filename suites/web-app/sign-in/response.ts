import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { control, mark, signedIn } from '../steps.ts'
import { code, notRedeemed, refused, state, worthless } from './refused.ts'

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
]
