import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'The first scope is judged, the last one is asked for',
  description: 'Two readings of a parameter that stands there twice.',
  foundBy: ['token-broker.access.scope-repeated'],
}

start(process.env, {
  scopePolicy: (allowed) => (asked) => {
    const [first] = asked
    if (first === undefined || first === '') return { kind: 'missing' }
    return allowed.has(first) ? { kind: 'allowed', scope: asked.at(-1) ?? first } : { kind: 'not-allowed' }
  },
})
