import { start } from '../../node/agent-app/server.ts'
import { appService, rawIdentity } from './base/raw-identity.ts'

export const defect = {
  title: 'Only IDENTITY_ENDPOINT is known',
  description: 'Written for App Service; on a virtual machine it finds nothing.',
  foundBy: ['credentials.managed-identity.imds', 'credentials.managed-identity.imds-alone'],
}

start(process.env, { credential: () => rawIdentity(appService()) })
