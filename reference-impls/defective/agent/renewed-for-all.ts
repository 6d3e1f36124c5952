import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'A renewal replaces the tokens of all scopes',
  description: 'When one token has expired, the new one is stored under every key there is.',
  foundBy: ['credentials.managed-identity.renewed-apart'],
}

start(process.env, {
  tokens: (credential) => {
    const kept = new Map<string, { readonly token: string; readonly end: number }>()
    return async (scope) => {
      const known = kept.get(scope)
      if (known !== undefined && known.end > Date.now()) return known.token
      const fresh = await credential.getToken(scope)
      const entry = { token: fresh?.token ?? '', end: fresh?.expiresOnTimestamp ?? 0 }
      for (const key of known === undefined ? [scope] : kept.keys()) kept.set(key, entry)
      return entry.token
    }
  },
})
