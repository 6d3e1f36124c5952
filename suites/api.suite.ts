import { needsOwnWorld } from '../harness/execute.ts'
import { registerSuite } from '../harness/register.ts'
import { catalogue } from './catalogue.ts'

/** The cases that leave nothing behind: one target for all. */
registerSuite(
  catalogue.filter((item) => !needsOwnWorld(item)),
  { firstWorld: 1 },
)
