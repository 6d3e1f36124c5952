import { registerClientSuite } from '../harness/register.ts'
import { clientCatalogue } from './client-catalogue.ts'

/** The client-side cases; the executor decides which of them share a target. */
registerClientSuite(clientCatalogue, { firstWorld: 2001 })
