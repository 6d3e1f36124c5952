/** `DefaultAzureCredential`, for each scope given. */
import { DefaultAzureCredential } from '@azure/identity'

import { outcome, print } from './outcome.ts'

const credential = new DefaultAzureCredential()
const results: unknown[] = []
for (const scope of process.argv.slice(2)) results.push(await outcome(() => credential.getToken(scope)))
print(results)
