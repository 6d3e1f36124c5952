import { isFresh } from '../harness/client/executor.ts'
import { registerClientSuite } from '../harness/register.ts'
import { clientCatalogue } from './client-catalogue.ts'

/** The client-side cases that share a target with others. */
registerClientSuite(
  clientCatalogue.filter((item) => !isFresh(item)),
  { firstWorld: 2001 },
)
