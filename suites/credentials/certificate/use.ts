import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { atTokenEndpoint, authenticated, mark, noBasic, noIdentity, nothingButAssertions, signIn } from '../steps.ts'
import { family } from './family.ts'

/** Where and when assertions are sent. */
export const useCases: readonly ClientCase[] = [
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
]
