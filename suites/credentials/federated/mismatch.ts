import type { ClientCase, PlatformStep } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { atTokenEndpoint, control, mark, refused, signIn } from '../steps.ts'
import { failing, noSecret } from './family.ts'

type Registered = NonNullable<Extract<PlatformStep, { do: 'registration' }>['federated']>

/** The credential that is registered does not fit the identity, and does again. */
function mismatch(id: string, title: string, registered: Registered): ClientCase {
  return clientCase(
    { ...failing, requirement: requirements.match },
    {
      id: `credentials.federated.mismatch.${id}`,
      title,
      steps: [
        control,
        { do: 'registration', federated: registered },
        mark,
        refused('user'),
        ...noSecret,
        atTokenEndpoint({ atLeast: 1, atMost: 3, because: 'a refused credential is not tried again and again' }),
        { do: 'registration', federated: [{}] },
        signIn('later'),
      ],
    },
  )
}

const other = { issuer: 'https://login.microsoftonline.com/${otherTenantId}/v2.0' }

/** What Entra ID trusts is not what the identity is: an error page, no other credential, and no restart to recover. */
export const mismatchCases: readonly ClientCase[] = [
  mismatch('none', 'Without a federated credential there is an error page', []),
  mismatch('issuer', 'A credential for another issuer is an error page', [other]),
  mismatch('issuer-v1', 'A credential for the issuer of version 1 is an error page', [
    { issuer: 'https://sts.windows.net/${tenantId}/' },
  ]),
  mismatch('issuer-slash', 'A credential for the issuer with a slash at its end is an error page', [
    { issuer: '${issuer}/' },
  ]),
  mismatch('subject', 'A credential for another subject is an error page', [
    { subject: '${systemIdentityPrincipalId}' },
  ]),
  mismatch('subject-client-id', 'A credential for the client ID of the identity is an error page', [
    { subject: '${identityClientId}' },
  ]),
  mismatch('subject-case', 'A credential for the subject in other letter case is an error page', [
    { subject: '${identityPrincipalId|upper}' },
  ]),
  mismatch('audience', 'A credential for another audience is an error page', [{ audience: 'api://AnotherExchange' }]),
  mismatch('audience-case', 'A credential for the audience in other letter case is an error page', [
    { audience: 'api://azureadtokenexchange' },
  ]),
  clientCase(
    {
      ...failing,
      requirement: requirements.match,
      severity: 'low',
      gains: 'An operator adds a second credential and the first stops working.',
    },
    {
      id: 'credentials.federated.several-registered',
      title: 'With several credentials registered the one that fits counts',
      steps: [
        { do: 'registration', federated: [other, { subject: '${systemIdentityPrincipalId}' }, {}] },
        mark,
        signIn('user'),
        atTokenEndpoint({ exactly: 1, because: 'one request is enough' }),
      ],
    },
  ),
]
