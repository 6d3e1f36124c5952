import type { ClientCase, RequestCheck } from '../../../harness/client-case.ts'
import type { Requirement } from '../../../harness/verdict.ts'
import { clientCase } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { atTokenEndpoint, mark, signIn } from '../steps.ts'
import { family } from './family.ts'

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

/** What the assertions say. */
export const assertionCases: readonly ClientCase[] = [
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
]
