import { reference, startWith } from './base/vault.ts'

export const defect = {
  title: 'The broker is asked for one scope, whatever the SDK needs',
  description: 'The scope is a constant, of the service that the credential was first written for.',
  foundBy: ['token-broker.client.works'],
}

startWith((settings) => {
  const credential = reference(settings)
  return { getToken: (_, options) => credential.getToken('https://management.azure.com/.default', options) }
})
