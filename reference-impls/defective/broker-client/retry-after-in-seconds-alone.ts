import { reference, startWith } from './base/vault.ts'

export const defect = {
  title: 'A Retry-After that is a date is not understood',
  description: '`Number(header)` is NaN for the other of the two forms, and then nothing is waited for.',
  foundBy: ['token-broker.client.retry-after-date'],
}

startWith((settings) =>
  reference(settings, {
    fetch: async (input, init) => {
      const answer = await fetch(input, init)
      const headers = new Headers(answer.headers)
      if (Number.isNaN(Number(headers.get('retry-after')))) headers.delete('retry-after')
      return new Response(answer.body, { status: answer.status, headers })
    },
  }),
)
