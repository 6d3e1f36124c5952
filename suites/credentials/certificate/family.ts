import type { ClientFamily } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'

export const family: ClientFamily = {
  requirement: requirements.certificate,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'An assertion that says less than it should is worth more than it should be.',
  system: 'web-app',
  start: { credential: 'certificate' },
}
