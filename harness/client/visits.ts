import type { AnswerCheck, SignInStep, VisitStep } from '../client-case.ts'
import type { Objection } from '../judge.ts'
import { checkAnswer, type Visited } from './answer-check.ts'
import type { CaseBrowser, Performed } from './browser-driver.ts'
import { captured } from './captures.ts'
import type { Browsers } from './session.ts'

/** What a visit or a sign-in gave: what is wrong with it, and what it captured. */
export interface VisitResult {
  readonly objections: readonly Objection[]
  readonly captured: Readonly<Record<string, string>>
}

/** Does a `visit` step whose variables are filled in. */
export async function visit(step: VisitStep, browsers: Browsers): Promise<VisitResult> {
  const browser = browsers.named(step.browser)
  return watched(browser, browsers, async () => {
    const user = step.user ?? browsers.context(browser).user
    const performed = await browsers.driver.visit(browser.name, step, user)
    if (performed.delivered) browsers.signedIn(browser, user)
    return { performed, expect: step.expect ?? {}, capture: step.capture }
  })
}

/** Does a `sign-in` step whose variables are filled in. */
export async function signIn(step: SignInStep, browsers: Browsers): Promise<VisitResult> {
  const browser = browsers.named(step.browser)
  const receiver = step.deliverTo === undefined ? browser : browsers.named(step.deliverTo)
  return watched(receiver, browsers, async () => {
    const performed = await browsers.driver.signIn(browser.name, receiver.name, step)
    if (performed.delivered) browsers.signedIn(receiver, step.user ?? 'first')
    const heldBack = performed.response !== undefined && !performed.delivered
    const expect = heldBack ? {} : (step.expect ?? { shows: 'signed-in' })
    return { performed, expect, capture: step.capture }
  })
}

interface Done {
  readonly performed: Performed
  readonly expect: AnswerCheck
  readonly capture: VisitStep['capture']
}

/** Runs a visit and holds what it came to against what the step says. */
async function watched(browser: CaseBrowser, browsers: Browsers, act: () => Promise<Done>): Promise<VisitResult> {
  const [started, before] = [performance.now(), browser.hops.length]
  const { performed, expect, capture } = await act()
  const durationMs = performance.now() - started
  const visited: Visited = { browser, hops: browser.hops.slice(before), last: performed.last, durationMs }
  const objections = await checkAnswer(expect, visited, browsers.context(browser))
  if (objections.length > 0) return { objections, captured: {} }
  const cookies = await browser.targetCookies()
  return { objections, captured: captured(capture, { ...performed, cookies }) }
}
