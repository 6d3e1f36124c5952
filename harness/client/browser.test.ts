import { expect, it } from 'vitest'

import type { Answer } from '../targets/contract.ts'
import { Browser, type NetworkRequest, redirectOf } from './browser.ts'

const app = 'http://localhost:4000'
const entra = 'https://login.microsoftonline.com/x'

/** A browser, and what it sent; the target sets the cookies given. */
function browserWith(cookies: readonly string[], location?: string) {
  const sent: NetworkRequest[] = []
  const headers = [
    ...cookies.map((cookie) => ['set-cookie', cookie] as const),
    ...(location === undefined ? [] : [['location', location] as const]),
  ]
  const status = location === undefined ? 200 : 302
  const answer = (request: NetworkRequest): Promise<Answer> => {
    sent.push(request)
    return Promise.resolve({ kind: 'response', response: { status, headers, body: '' }, durationMs: 1 })
  }
  const browser = new Browser('one', {
    targetOrigin: app,
    toTarget: answer,
    toCloud: (request) =>
      request.url.host === 'login.microsoftonline.com' ? answer(request) : Promise.resolve(undefined),
  })
  return { browser, sent, lastCookies: () => sent.at(-1)?.headers.find(([name]) => name === 'cookie')?.[1] }
}

it('keeps cookies as browsers do: for the site, the path, and until they are taken back', async () => {
  const { browser, lastCookies } = browserWith(['a=1; HttpOnly', 'b=2; Path=/deep', 'c=3; Secure'])
  await browser.go({ url: `${app}/` })
  expect(lastCookies()).toBeUndefined()
  await browser.go({ url: `${app}/other` })
  expect(lastCookies()).toBe('a=1; c=3')
  await browser.go({ url: `${app}/deep/er` })
  expect(lastCookies()).toBe('b=2; a=1; c=3')
  await browser.jar.setCookie('a=; Max-Age=0', app)
  await browser.go({ url: `${app}/` })
  expect(lastCookies()).toBe('c=3')
})

it('holds cookies back that must not come along from another site', async () => {
  const { browser, lastCookies } = browserWith([
    'strict=1; SameSite=Strict',
    'lax=1; SameSite=Lax',
    'none=1; SameSite=None; Secure',
  ])
  await browser.go({ url: `${app}/` })
  await browser.go({ url: `${app}/`, from: `${app}/page` })
  expect(lastCookies()).toBe('strict=1; lax=1; none=1')
  await browser.go({ url: `${app}/`, from: entra })
  expect(lastCookies()).toBe('lax=1; none=1')
  await browser.go({ method: 'POST', url: `${app}/`, from: entra, body: 'a=b' })
  expect(lastCookies()).toBe('none=1')
})

it('says where a form comes from, and leaves out what it is told to leave out', async () => {
  const { browser, sent } = browserWith([])
  await browser.go({ method: 'POST', url: `${app}/`, from: entra, body: 'a=b', headers: { 'Accept-Language': null } })
  const headers = new Map(sent[0]?.headers)
  expect(headers.get('origin')).toBe('https://login.microsoftonline.com')
  expect(headers.get('content-type')).toBe('application/x-www-form-urlencoded')
  expect(headers.has('accept-language')).toBe(false)
})

it('tells the target, the cloud and everything else apart, and follows nothing by itself', async () => {
  const { browser, sent } = browserWith([], '/next')
  const hop = await browser.go({ url: `${app}/a#fragment` })
  expect(hop).toMatchObject({ at: 'target', url: `${app}/a` })
  expect(redirectOf(hop)?.href).toBe(`${app}/next`)
  expect(await browser.go({ url: entra })).toMatchObject({ at: 'cloud' })
  expect(await browser.go({ url: 'http://localhost:4001/' })).toMatchObject({
    at: 'elsewhere',
    answer: { kind: 'refused' },
  })
  expect(sent).toHaveLength(2)
  expect(browser.hops).toHaveLength(3)
})
