import { identityToken, startWithIdentity } from '../base/identity.ts'

export const defect = {
  title: 'The assertion is a token for Azure itself',
  description:
    'The scope of another call was copied; whoever gets hold of the assertion can manage what the identity may.',
  foundBy: [
    'credentials.federated.imds.resource',
    'credentials.federated.app-service.resource',
    'credentials.federated.azure-ml.resource',
    'credentials.federated.assertion',
  ],
}

startWithIdentity((clientId) => identityToken(clientId, 'https://management.azure.com/.default'))
