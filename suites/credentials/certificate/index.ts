import type { ClientCase, RequestCheck } from '../../../harness/client-case.ts'
import type { Requirement } from '../../../harness/verdict.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import {
  atTokenEndpoint,
  authenticated,
  control,
  mark,
  noBasic,
  noIdentity,
  nothingButAssertions,
  refused,
  signIn,
} from '../steps.ts'

const family: ClientFamily = {
  requirement: requirements.certificate,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'An assertion that says less than it should is worth more than it should be.',
  system: 'web-app',
  start: { credential: 'certificate' },
}

/** With what rounding to whole seconds adds. */
const tenMinutes = 605

/** What each assertion of a sign-in is like. */
function says(
  id: string,
  title: string,
  assertion: NonNullable<RequestCheck['assertion']>,
  more: { readonly requirement?: Requirement; readonly level?: 'SHOULD' } = {},
): ClientCase {
  return clientCase(
    { ...family, ...more },
    {
      id: `credentials.certificate.${id}`,
      title,
      steps: [
        mark,
        signIn('user'),
        atTokenEndpoint({ atLeast: 1, because: 'no token was asked for' }),
        atTokenEndpoint({ each: { assertion }, because: 'the assertion is not as Entra ID wants it' }),
      ],
    },
  )
}

/** A thumbprint in the header is the one of the app's own certificate. */
function thumbprint(header: 'x5t' | 'x5t#S256', variable: string) {
  return atTokenEndpoint({
    where: { assertion: { header: { [header]: '/./' } } },
    each: { assertion: { header: { [header]: `/^\${${variable}|regex}=*$/` } } },
    because: 'the assertion names another certificate',
  })
}

const unauthenticated = 'Users cannot sign in, and nobody is told why.'

/** The certificate that the app has is not registered, and is again. */
function notTaken(id: string, title: string, certificate: 'other' | 'none'): ClientCase {
  return clientCase(
    { ...family, requirement: requirements.failClosed, gains: unauthenticated },
    {
      id: `credentials.certificate.${id}`,
      title,
      steps: [
        control,
        { do: 'registration', certificate },
        mark,
        refused('user'),
        nothingButAssertions,
        noBasic,
        noIdentity,
        atTokenEndpoint({ atLeast: 1, atMost: 3, because: 'a refused credential is not tried again and again' }),
        { do: 'registration', certificate: 'right' },
        signIn('later'),
      ],
    },
  )
}

/** The certificate cannot prove anything: either the app says so at once, or at the first sign-in. */
function unusable(id: string, title: string, certificate: 'expired' | 'other-key'): ClientCase {
  return clientCase(
    { ...family, requirement: requirements.failClosed, gains: unauthenticated },
    {
      id: `credentials.certificate.${id}`,
      title,
      start: { credential: 'certificate', certificate, expect: 'either' },
      steps: [mark, refused('user'), nothingButAssertions, noBasic, noIdentity],
    },
  )
}

/** The app proves itself with assertions that its certificate signs. */
export const certificateCases: readonly ClientCase[] = [
  clientCase(
    { ...family, severity: 'high' },
    {
      id: 'credentials.certificate.assertion',
      title: 'Every request for a token carries an assertion, and no secret',
      steps: [
        mark,
        signIn('user'),
        atTokenEndpoint({ atLeast: 1, because: 'no token was asked for' }),
        authenticated,
        atTokenEndpoint({
          each: {
            form: { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' },
            assertion: {},
          },
          because: 'a token was asked for in another way',
        }),
        nothingButAssertions,
        noBasic,
        noIdentity,
      ],
    },
  ),
  says('algorithm', 'The assertion is signed with PS256 or RS256', { header: { alg: '/^(PS256|RS256)$/' } }),
  says(
    'algorithm-pss',
    'The assertion is signed with PS256',
    { header: { alg: 'PS256' } },
    {
      requirement: requirements.pss,
      level: 'SHOULD',
    },
  ),
  says('type', 'The assertion is a JWT and says so', { header: { typ: 'JWT' } }),
  clientCase(family, {
    id: 'credentials.certificate.thumbprint',
    title: 'The assertion names the certificate by its thumbprint',
    steps: [
      mark,
      signIn('user'),
      atTokenEndpoint({
        where: { assertion: { header: { x5t: null, 'x5t#S256': null } } },
        exactly: 0,
        because: 'the assertion does not say which certificate signed it',
      }),
      thumbprint('x5t', 'certificateX5t'),
      thumbprint('x5t#S256', 'certificateX5tS256'),
    ],
  }),
  says(
    'thumbprint-sha256',
    'The assertion names the certificate by its SHA-256 thumbprint',
    {
      header: { 'x5t#S256': '/^${certificateX5tS256|regex}=*$/' },
    },
    { requirement: requirements.pss, level: 'SHOULD' },
  ),
  says('audience', 'The assertion is for the token endpoint of the tenant alone', {
    claims: { aud: '/^${authority|regex}\\/(?:oauth2\\/v2\\.0\\/token|v2\\.0)$/' },
  }),
  says('issuer-and-subject', 'Issuer and subject of the assertion are the app', {
    claims: { iss: '${webAppClientId}', sub: '${webAppClientId}' },
  }),
  says(
    'lifetime',
    'The assertion lives for ten minutes at most',
    { lifetimeAtMostSeconds: tenMinutes },
    {
      requirement: requirements.lifetime,
      level: 'SHOULD',
    },
  ),
  says(
    'expiry',
    'The assertion ends within a day',
    { claims: { exp: '/^\\d{10}$/' }, lifetimeAtMostSeconds: 86_400 },
    {
      requirement: requirements.assertion,
    },
  ),
  says(
    'identifier',
    'The assertion has an identifier that nobody can guess',
    { claims: { jti: '/^.{16,}$/' } },
    {
      requirement: requirements.assertion,
    },
  ),
  clientCase(
    { ...family, needs: ['certificate-chain'] },
    {
      id: 'credentials.certificate.chain',
      title: 'The assertion carries the certificate itself, where that is declared',
      steps: [
        mark,
        signIn('user'),
        atTokenEndpoint({
          each: { assertion: { header: { x5c: '/[A-Za-z0-9+\\/=]{100,}/' } } },
          because: 'Entra ID cannot find the certificate by its subject and issuer',
        }),
      ],
    },
  ),
  clientCase(
    {
      ...family,
      severity: 'high',
      requirement: requirements.tokenForOne,
      gains: 'Whoever gets the assertion is the app for its lifetime.',
    },
    {
      id: 'credentials.certificate.to-entra-alone',
      title: 'The assertion goes to the token endpoint and nowhere else',
      needs: ['page.callApi'],
      steps: [
        signIn('user', { control: true }),
        mark,
        { do: 'visit', at: 'page.callApi', browser: 'user', expect: { status: '2xx' } },
        {
          do: 'ledger',
          of: 'guarded-resource',
          each: { bearer: { claims: { aud: '${apiClientId}' } } },
          because: 'the API was sent something other than its access token',
        },
        { do: 'ledger', none: { query: { client_assertion: '/./' } }, because: 'URLs are logged everywhere' },
      ],
    },
  ),
  clientCase(family, {
    id: 'credentials.certificate.refresh',
    title: 'A refresh carries an assertion too',
    needs: ['page.callApi'],
    steps: [
      { do: 'token-lifetime', expiresIn: 60 },
      signIn('user', { control: true }),
      mark,
      { do: 'visit', at: 'page.callApi', browser: 'user', expect: { status: '2xx' } },
      atTokenEndpoint({
        where: { form: { grant_type: 'refresh_token' } },
        atLeast: 1,
        each: { assertion: { claims: { iss: '${webAppClientId}' } } },
        because: 'the token had a minute left and was not renewed with an assertion',
      }),
      nothingButAssertions,
      noBasic,
    ],
  }),
  clientCase(
    {
      ...family,
      requirement: requirements.assertion,
      needs: ['clock'],
      start: { credential: 'certificate', clock: true },
      isolation: 'fresh',
    },
    {
      id: 'credentials.certificate.renewed',
      title: 'Twenty minutes later the app signs another assertion',
      steps: [
        signIn('user', { control: true }),
        { do: 'clock', of: 'both', seconds: 1200 },
        signIn('later'),
        atTokenEndpoint({ distinct: ['assertion'], because: 'an assertion was used after its end' }),
      ],
    },
  ),
  notTaken(
    'unknown',
    'A certificate that is not registered is an error page, and no other credential is tried',
    'other',
  ),
  notTaken(
    'removed',
    'Without any registered certificate there is an error page, and no other credential is tried',
    'none',
  ),
  unusable('expired', 'With an expired certificate nobody is signed in, and no other credential is tried', 'expired'),
  unusable(
    'wrong-key',
    'With the key of another certificate nobody is signed in, and no other credential is tried',
    'other-key',
  ),
  ...(['absent', 'empty'] as const).map((credentialSettings) =>
    clientCase(
      { ...family, requirement: requirements.settings, level: 'SHOULD', severity: 'low', gains: unauthenticated },
      {
        id: `credentials.certificate.setting-${credentialSettings}`,
        title: `With the settings of the certificate ${credentialSettings} the app does not start, and names one`,
        start: {
          credential: 'certificate',
          credentialSettings,
          expect: 'fails',
          output: ['/${credentialSettings}/'],
        },
        steps: [],
      },
    ),
  ),
  clientCase(
    {
      ...family,
      severity: 'high',
      requirement: requirements.authenticate,
      gains: 'The secret that the certificate was to replace is still in use.',
    },
    {
      id: 'credentials.certificate.secret-beside',
      title: 'With a secret left beside its certificate the app does not use the secret',
      start: { credential: 'certificate', beside: ['secret'], expect: 'either' },
      steps: [mark, { do: 'sign-in', browser: 'user', expect: { shows: 'answered' } }, nothingButAssertions, noBasic],
    },
  ),
]
