import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { atTokenEndpoint, control, mark, noBasic, noIdentity, nothingButAssertions, refused, signIn } from '../steps.ts'
import { family } from './family.ts'

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

/** Certificates that prove nothing. */
export const refusalCases: readonly ClientCase[] = [
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
