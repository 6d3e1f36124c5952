/** The same token three times: how many different ones came shows what the SDK kept. */
import { ManagedIdentityCredential } from '@azure/identity'

import { print } from './outcome.ts'

const scope = 'https://vault.azure.net/.default'
const credential = new ManagedIdentityCredential()
const one = await credential.getToken(scope)
const two = await new ManagedIdentityCredential().getToken(scope)
const three = await credential.getToken(scope)
print(new Set([one.token, two.token, three.token]).size)
