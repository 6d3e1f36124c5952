import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { refused, state } from './refused.ts'

const issuer: ClientFamily = {
  ...state,
  requirement: requirements.issuerParameter,
  gains: 'A code of one authorization server is sent to another, which then has it (mix-up).',
}

/** Responses that say whose they are (mix-up). */
export const issuerCases: readonly ClientCase[] = [
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
]
