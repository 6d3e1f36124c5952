import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { chat, code, identityFamily, stillThere } from './steps.ts'

const family: ClientFamily = {
  ...identityFamily,
  requirement: {
    text: 'Without credentials, the application runs in a demo mode that MUST touch no network.',
    source: 'Declared by the application (agent.demo)',
    url: 'https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/local-development-environment-overview',
  },
  severity: 'medium',
  maker: 'anyone',
  gains: 'Somebody who only tries the application out reaches a real cloud with whatever credentials are about.',
  start: { demo: true },
  isolation: 'fresh',
}
const untouched = { do: 'ledger', exactly: 0, because: 'demo mode went to the network' } as const
const id = (name: string): string => `credentials.managed-identity.${name}`

/** Demo mode. */
export const demoCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('demo-chat'),
    title: 'In demo mode a chat is answered without a network',
    needs: ['action.chat'],
    steps: [chat(), untouched],
  }),
  clientCase(family, {
    id: id('demo-code'),
    title: 'In demo mode code is answered without a network',
    needs: ['action.code'],
    steps: [code(), untouched],
  }),
  clientCase(family, {
    id: id('demo-start'),
    title: 'In demo mode it starts and is well without a network',
    steps: [{ ...stillThere, label: 'health', expect: { status: '2xx' } }, untouched],
  }),
  clientCase(
    { ...family, gains: 'Somebody takes what was made up for an answer.' },
    {
      id: id('demo-said'),
      title: 'An answer of demo mode says that it is one',
      needs: ['action.chat'],
      steps: [chat({ expect: { status: '2xx', contains: ['/simulat|demo mode|"demo":\\s*true/i'] } })],
    },
  ),
  clientCase(
    { ...family, gains: 'Credentials that happen to be there are used although nobody meant to.' },
    {
      id: id('demo-with-credentials'),
      title: 'Credentials that are there do not take demo mode to the network',
      needs: ['action.chat', 'environment-credential'],
      start: { demo: true, others: ['environment'] },
      steps: [chat(), untouched],
    },
  ),
]
