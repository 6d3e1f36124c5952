import type { ClientCase, ReachStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { rfc } from '../../client-requirements.ts'
import { ask, brokerFamily, handsOutTokens } from '../steps.ts'

const address: ClientFamily = {
  ...brokerFamily,
  requirement: {
    text: 'A service MUST listen on the addresses that it is meant for and on no others.',
    source: 'CWE-1327: Binding to an Unrestricted IP Address',
    url: 'https://cwe.mitre.org/data/definitions/1327.html',
  },
  gains: 'Whoever is on the same network asks the broker, and may guess its secret.',
  needs: ['other-address'],
}
const transport: ClientFamily = {
  ...brokerFamily,
  requirement: rfc(6749, '3.2', 'An endpoint that takes secrets and gives out tokens MUST require TLS.'),
  gains: 'Whoever is on the way reads the shared secret and the tokens.',
}
const id = (name: string): string => `token-broker.access.${name}`

const here: ReachStep = { do: 'reach', at: 'loopback', expect: 'answered', because: 'it does not answer at all' }
const elsewhere: ReachStep = {
  do: 'reach',
  at: 'elsewhere',
  expect: 'as-declared',
  because: 'its configuration declares otherwise (listens)',
}

/** Where it listens, and what it speaks there. */
export const listeningCases: readonly ClientCase[] = [
  clientCase(address, {
    id: id('listens'),
    title: 'It listens on the addresses that are declared for it alone',
    steps: [{ ...here, control: true }, elsewhere],
  }),
  clientCase(address, {
    id: id('listens-tls'),
    title: 'With TLS as well it listens on the addresses that are declared for it alone',
    start: { tls: true },
    steps: [{ ...here, control: true }, elsewhere],
  }),
  clientCase(transport, {
    id: id('tls'),
    title: 'With TLS it shows the certificate that it was given, and gives out tokens',
    start: { tls: true, expect: 'starts' },
    steps: [{ ...here, by: 'https', because: 'clients that check the certificate get no answer' }, ask()],
    conduct: handsOutTokens,
  }),
  clientCase(transport, {
    id: id('tls-alone'),
    title: 'With TLS it answers nobody without',
    start: { tls: true },
    steps: [
      { ...here, by: 'https', control: true },
      { ...here, by: 'http', expect: 'not-answered', because: 'the secret and the tokens may travel in the clear' },
    ],
  }),
]
