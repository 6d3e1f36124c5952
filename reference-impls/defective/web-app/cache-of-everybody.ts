import { startWith } from './base/start.ts'

export const defect = {
  title: 'One cached token for all users',
  description: 'A variable of the module holds "the" access token; who comes second acts as who came first.',
  foundBy: ['caches.tokens.isolation.users', 'caches.tokens.isolation.tenants', 'caches.tokens.isolation.next-user'],
}

startWith(({ entra }) => {
  let kept: string | undefined
  return { entra: { ...entra, accessToken: async (renewal) => (kept ??= await entra.accessToken(renewal)) } }
})
