import { reference, startWith } from './base/vault.ts'

export const defect = {
  title: 'The shared secret stands in the URL as well',
  description: 'For a broker that reads it there; every proxy on the way writes it down.',
  foundBy: ['token-broker.client.secret-in-header'],
}

startWith((settings) =>
  reference(settings, { fetch: (input, init) => fetch(`${new Request(input).url}&code=${settings.secret}`, init) }),
)
