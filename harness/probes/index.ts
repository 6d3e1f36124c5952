import type { Probe } from '../execute/probe.ts'

/** Every probe by its name in `suites/api/probes.ts`. */
export const probes: Readonly<Record<string, Probe>> = {}
