import { needsOwnWorld } from '../harness/execute.ts'
import { registerSuite } from '../harness/register.ts'
import { catalogue } from './catalogue.ts'

/** The cases that leave state behind: a target and a tenant for each. */
registerSuite(catalogue.filter(needsOwnWorld), { firstWorld: 1001, concurrent: true })
