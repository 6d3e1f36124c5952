import { isFresh } from '../harness/client/executor.ts'
import { registerClientSuite } from '../harness/register.ts'
import { clientCatalogue } from './client-catalogue.ts'

/** The client-side cases that leave state behind: a cloud and a target for each. */
registerClientSuite(clientCatalogue.filter(isFresh), { firstWorld: 3001 })
