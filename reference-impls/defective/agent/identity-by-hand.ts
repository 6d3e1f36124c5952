import { start } from '../../node/agent-app/server.ts'
import { appService, rawIdentity } from './base/raw-identity.ts'

export const defect = {
  title: 'The managed identity by hand, and nothing else',
  description: 'A workload identity that the platform provides is not looked at.',
  foundBy: ['credentials.managed-identity.workload-identity-first'],
}

start(process.env, { credential: () => rawIdentity(appService()) })
