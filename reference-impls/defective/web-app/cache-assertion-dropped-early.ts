import { tokenStore } from './base/oauth-client.ts'
import { clientWith, fetchAssertion } from './base/raw-assertion.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'A token of the managed identity is thrown away at half of its life',
  description: 'When no other can be had then, nobody signs in, although the old one is good for hours.',
  foundBy: ['caches.tokens.assertion.half-life-outage'],
}

const keptForMs = 12 * 3_600_000

startWith(({ settings }, stores) => {
  let kept: { readonly token: string; readonly until: number } | undefined
  const assertion = async (): Promise<string> => {
    if (kept !== undefined && kept.until > Date.now()) return kept.token
    kept = { token: await fetchAssertion(settings), until: Date.now() + keptForMs }
    return kept.token
  }
  return { entra: clientWith(settings, tokenStore(stores), assertion) }
})
