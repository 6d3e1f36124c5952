import type { ClientStep } from '../../../harness/client-case.ts'
import type { ClientFamily } from '../../client-family.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { atTokenEndpoint, noBasic, nothingButAssertions } from '../steps.ts'

export const federated: ClientFamily = {
  requirement: requirements.federation,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'There is a secret after all, for whoever finds it.',
  system: 'web-app',
  start: { credential: 'federated' },
}

/** Where a case is about something that fails. */
export const failing: ClientFamily = {
  ...federated,
  requirement: requirements.failClosed,
  severity: 'medium',
  gains: 'Users cannot sign in and nobody is told why, or a weaker credential is used unnoticed.',
}

/** The audience of tokens that stand for a client, as it is asked for. */
export const exchangeResource = '/^api:\\/\\/AzureADTokenExchange(?:\\/\\.default)?$/'
/** The same as it stands in the token. */
export const exchangeAudience = 'fb60f99c-7a34-4190-8149-302f77469936'

/** No secret, in whatever way. */
export const noSecret: readonly ClientStep[] = [nothingButAssertions, noBasic]

/** No assertion was had, so none can have been sent, nor anything instead. */
export const noTokenAsked: ClientStep = atTokenEndpoint({
  exactly: 0,
  because: 'Entra ID was asked for a token although there was no assertion to send',
})

export function atIdentity(look: Omit<Extract<ClientStep, { do: 'ledger' }>, 'do' | 'of'>): ClientStep {
  return { do: 'ledger', of: identityEndpoints, ...look }
}

export const identityAsked = atIdentity({ atLeast: 1, because: 'the managed identity was not asked' })
