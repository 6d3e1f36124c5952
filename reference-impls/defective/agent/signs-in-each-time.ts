import { DefaultAzureCredential } from '@azure/identity'

import { start } from '../../node/agent-app/server.ts'
import { uncached } from './base/tokens.ts'

export const defect = {
  title: 'A new credential for each call',
  description: 'Its cache goes with it, so a service principal signs in each time.',
  foundBy: ['credentials.managed-identity.environment-cached'],
}

start(process.env, { tokens: () => (scope) => uncached(new DefaultAzureCredential())(scope) })
