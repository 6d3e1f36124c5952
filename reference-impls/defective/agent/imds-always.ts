import { start } from '../../node/agent-app/server.ts'
import { imds, rawIdentity } from './base/raw-identity.ts'

export const defect = {
  title: 'IMDS is asked wherever it runs',
  description: 'Written for a virtual machine; on Container Apps, where it is deployed, there is none.',
  foundBy: [
    'credentials.managed-identity.app-service',
    'credentials.managed-identity.app-service-alone',
    'credentials.managed-identity.azure-ml',
    'credentials.managed-identity.azure-ml-alone',
    'credentials.managed-identity.cloud-shell',
    'credentials.managed-identity.cloud-shell-alone',
    'credentials.managed-identity.service-fabric',
    'credentials.managed-identity.service-fabric-alone',
    'credentials.managed-identity.arc',
    'credentials.managed-identity.arc-alone',
  ],
}

start(process.env, { credential: () => rawIdentity(imds) })
