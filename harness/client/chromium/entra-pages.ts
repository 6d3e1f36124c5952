import type { Hop } from '../browser.ts'
import type { Visitor } from '../entra-visit.ts'
import { formsOf } from '../html.ts'
import type { Tab } from './tab.ts'

/** More pages than Entra ID has between the question and the answer. */
const mostPages = 10

/**
 * Does what a person does on Entra ID's pages, until they lead back or there is nothing more to do.
 * @param begun the answer there was first
 * @returns the one there was last
 */
export async function passEntra(tab: Tab, begun: Hop, targetOrigin: string, visitor: Visitor): Promise<Hop> {
  for (let page = 0; page < mostPages && tab.last?.at === 'cloud'; page += 1) {
    const action = postsItself(tab.last, targetOrigin) ? async () => {} : await nextAction(tab, visitor)
    if (action === undefined) break
    const hops = await tab.lead(action)
    if (hops.length === 0) break
  }
  return tab.last ?? begun
}

/** The page whose script posts the authorization response (form_post). */
function postsItself({ url, answer }: Hop, targetOrigin: string): boolean {
  const forms = answer.kind === 'response' ? formsOf(answer.response.body) : []
  return forms.some(({ action }) => URL.parse(action, url)?.origin === targetOrigin)
}

async function nextAction(tab: Tab, { userName, does }: Visitor): Promise<(() => Promise<void>) | undefined> {
  const consent = tab.find(`button[name=consent][value=${does === 'accept' ? 'accept' : 'cancel'}]`)
  if ((await consent.count()) > 0) return () => consent.click()
  if (does === 'cancel') {
    const cancel = tab.find('button[name=cancel]')
    return (await cancel.count()) > 0 ? () => cancel.click() : undefined
  }
  const login = tab.find('input[name=login]:not([type=hidden])')
  if ((await login.count()) === 0) return undefined
  return async () => {
    await login.fill(userName)
    await login.press('Enter')
  }
}
