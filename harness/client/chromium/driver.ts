import type { Browser } from 'playwright-core'

import type { SignInStep, UserName, VisitStep } from '../../client-case.ts'
import type { CertificateAuthority } from '../../mounts/contract.ts'
import type { Hop } from '../browser.ts'
import type { BrowserDriver, CaseBrowser, Performed } from '../browser-driver.ts'
import { destinationOf } from '../destination.ts'
import { authorizeUrlOf, type Visitor } from '../entra-visit.ts'
import { formsOf, linksOf } from '../html.ts'
import { userNameOf } from '../platform.ts'
import { placeOf } from '../system.ts'
import type { ClientWorld } from '../world.ts'
import { passEntra } from './entra-pages.ts'
import { firstAlone, RoundTrip, withinTarget } from './gates.ts'
import { Tab } from './tab.ts'
import type { Gate } from './traffic.ts'

/** The browsers of a case as windows of a running Chromium, each opened when it is first used. */
export class ChromiumDriver implements BrowserDriver {
  readonly #world: ClientWorld
  readonly #launched: Browser
  readonly #authority: CertificateAuthority
  readonly #opening = new Map<string, Promise<Tab>>()
  readonly #tabs = new Map<string, Tab>()

  constructor(world: ClientWorld, launched: Browser, authority: CertificateAuthority) {
    this.#world = world
    this.#launched = launched
    this.#authority = authority
  }

  browser(name: string): CaseBrowser {
    const hops = (): readonly Hop[] => this.#tabs.get(name)?.traffic.hops ?? []
    const { hostname } = new URL(this.#origin)
    return {
      name,
      get hops() {
        return hops()
      },
      targetCookies: async () => (await this.#tab(name)).cookiesFor(hostname),
    }
  }

  async visit(name: string, step: VisitStep, user: UserName): Promise<Performed> {
    const tab = await this.#tab(name)
    if (step.follow === 'all') {
      const trip = new RoundTrip(this.#origin, () => tab.last)
      const begun = await this.#open(tab, step, trip.gate)
      return trip.performed(await passEntra(tab, begun, this.#origin, this.#visitor(user)))
    }
    const gate = step.follow === 'none' ? firstAlone() : withinTarget(this.#origin)
    return { last: await this.#open(tab, step, gate), delivered: false }
  }

  /** The receiver is always the browser itself: what goes to another one is not for real browsers. */
  async signIn(name: string, _receiver: string, step: SignInStep): Promise<Performed> {
    const tab = await this.#tab(name)
    const { at = 'page.signIn', query = {}, before = [] } = step
    const trip = new RoundTrip(
      this.#origin,
      () => tab.last,
      async () => {
        for (const change of before) await this.#world.change(change)
      },
    )
    const begun = await this.#open(tab, { do: 'visit', at, query }, trip.gate)
    if (trip.request === undefined) await clickThrough(tab, begun)
    if (trip.request === undefined) return { last: tab.last ?? begun, delivered: false }
    return trip.performed(await passEntra(tab, begun, this.#origin, this.#visitor(step.user ?? 'first', step.consent)))
  }

  async home(name: string): Promise<Hop> {
    const path = placeOf(this.#world.config, 'page.home')?.path ?? '/'
    const tab = await this.#tab(name)
    return tab.goTo(new URL(this.#origin + path), withinTarget(this.#origin))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const tabs = await Promise.allSettled(this.#opening.values())
    await Promise.all(tabs.map(async (each) => each.status === 'fulfilled' && each.value[Symbol.asyncDispose]()))
  }

  get #origin(): string {
    return this.#world.variables.baseUrl
  }

  #visitor(user: UserName, does: Visitor['does'] = 'accept'): Visitor {
    return { userName: userNameOf(user, this.#world.variables), does }
  }

  #tab(name: string): Promise<Tab> {
    const opening = this.#opening.get(name) ?? this.#openTab(name)
    this.#opening.set(name, opening)
    return opening
  }

  async #openTab(name: string): Promise<Tab> {
    const tab = await Tab.open(this.#launched, this.#world, this.#authority)
    this.#tabs.set(name, tab)
    return tab
  }

  /** Goes to a place; to one that wants a form, by the page that has it. */
  async #open(tab: Tab, step: VisitStep, gate: Gate): Promise<Hop> {
    const { place, url } = destinationOf(step, this.#world)
    if (place.form === undefined) return tab.goTo(url, gate)
    const holder = await tab.goTo(new URL(this.#origin + place.form), withinTarget(this.#origin))
    const forms = holder.answer.kind === 'response' ? formsOf(holder.answer.response.body) : []
    const index = forms.findIndex(({ action }) => URL.parse(action, holder.url)?.pathname === place.path)
    // A page without the form is all there is to see.
    if (index === -1) return holder
    tab.traffic.gate = gate
    const form = tab.find('form').nth(index)
    const button = form
      .locator('button:not([type=button], [type=reset]), input:is([type=submit], [type=image])')
      .first()
    const hops = await tab.lead(async () =>
      // One in a menu that is closed is sent as if the menu were open.
      (await button.isVisible())
        ? button.click()
        : form.evaluate((element: { requestSubmit(): void }) => element.requestSubmit()),
    )
    return hops.at(-1) ?? holder
  }
}

/** A page that offers to sign in at Entra ID has a link that leads there. */
async function clickThrough(tab: Tab, page: Hop): Promise<void> {
  const found = authorizeUrlOf(page)
  if (found === undefined || page.answer.kind !== 'response') return
  const links = linksOf(page.answer.response.body)
  const index = links.findIndex((link) => URL.parse(link, page.url)?.href === found.href)
  if (index !== -1) await tab.lead(() => tab.find('a[href]').nth(index).click())
}
