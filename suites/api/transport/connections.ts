import type { Case, ProbeCase } from '../../../harness/case.ts'
import { requirements } from '../../requirements.ts'

const mixed = {
  kind: 'probe',
  requirement: requirements.ownSession,
  level: 'MUST',
  severity: 'critical',
  maker: 'another-client',
  needs: ['protected-route'],
  gains: "One caller gets another one's answer, or another one's rights.",
} satisfies Partial<ProbeCase>

const disturbed = {
  ...mixed,
  requirement: requirements.resourceConsumption,
  severity: 'high',
  maker: 'anyone',
  needs: ['protected-route', 'raw-socket'],
  gains: 'Anyone stops the API with a few connections and no token.',
} satisfies Partial<ProbeCase>

/** What happens between requests and beside them. */
export const connectionCases: readonly Case[] = [
  {
    ...mixed,
    id: 'api.transport.connection.cross-talk',
    title: 'Of 200 good and bad requests at once, each gets the answer to its own token',
    probe: 'cross-talk',
    with: { requests: 200 },
  },
  {
    ...mixed,
    id: 'api.transport.connection.keep-alive',
    title: 'On one connection each request is judged by its own token: good, forged, none, good',
    needs: ['protected-route', 'raw-socket'],
    probe: 'one-connection',
    with: { pipelined: false },
  },
  {
    ...mixed,
    id: 'api.transport.connection.pipelined',
    title: 'Requests sent without waiting for answers are each judged by their own token, in order',
    needs: ['protected-route', 'raw-socket'],
    probe: 'one-connection',
    with: { pipelined: true },
  },
  {
    ...disturbed,
    id: 'api.transport.connection.slow-headers',
    title: 'Twenty connections that never finish their headers do not keep good users out',
    probe: 'slow-headers',
    with: { connections: 20 },
  },
  {
    ...disturbed,
    id: 'api.transport.connection.aborted',
    title: 'Requests that are broken off, in the head, in the body or before the answer, break nothing',
    probe: 'aborted-requests',
  },
]
