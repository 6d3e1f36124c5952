import { describe, expect, it } from 'vitest'

import { Problem, SignInRequired } from './problems.ts'
import { browser, form, formTokenOf, signIn, testApp } from './testing/app.ts'

async function signedIn(...parameters: Parameters<typeof testApp>) {
  const all = testApp(...parameters)
  const visitor = browser(all.app)
  await signIn(visitor)
  return { ...all, visitor }
}

describe('calling the API', () => {
  it('sends the token and shows the answer, escaped', async () => {
    const { visitor, sent } = await signedIn()
    const page = await (await visitor.send('/call-api')).text()
    expect(sent).toEqual([{ method: 'GET', url: 'https://api.example/api/claims', token: 'token 1' }])
    expect(page).toContain('&lt;b&gt;claims&lt;/b&gt;')
  })

  it('a refused token is renewed once; refused again, the user signs in; refused then, there is a page', async () => {
    const { visitor, answers, renewals, sent } = await signedIn()
    const refused = { status: 401, body: undefined }
    answers.push(refused)
    expect((await visitor.send('/call-api')).status).toBe(200)
    expect(renewals.map(({ force }) => force)).toEqual([false, true])
    answers.push(refused, refused)
    const toEntra = await visitor.send('/call-api')
    expect(toEntra.status).toBe(303)
    const state = new URL(toEntra.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const back = await visitor.send(`/getAToken?code=another&state=${state}`)
    expect(back.headers.get('location')).toBe('/call-api')
    answers.push(refused, refused)
    expect((await visitor.send('/call-api')).status).toBe(502)
    expect(sent).toHaveLength(6)
    expect((await visitor.send('/call-api')).status).toBe(200)
    answers.push(refused, refused)
    expect((await visitor.send('/call-api')).status).toBe(303)
  })

  it('a claims challenge leads to a sign-in that asks for it, as the same user, once', async () => {
    const { visitor, answers, renewals } = await signedIn()
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
    answers.push({ status: 401, body: undefined, claims })
    const toEntra = new URL((await visitor.send('/call-api')).headers.get('location') ?? '')
    expect(toEntra.searchParams.get('claims')).toBe(claims)
    expect(toEntra.searchParams.get('loginHint')).toBe('first.user@contoso.example')
    expect(renewals).toHaveLength(1)
    await visitor.send(`/getAToken?code=another&state=${toEntra.searchParams.get('state') ?? ''}`)
    answers.push({ status: 401, body: undefined, claims })
    expect((await visitor.send('/call-api')).status).toBe(502)
  })

  it('another user cannot answer for this one', async () => {
    let objectId = 'b1b1b1b1-0000-4000-8000-000000000001'
    const base = testApp()
    const verifyIdToken = async () => ({
      ...(await base.parts.verifyIdToken('', { nonce: '', code: '', accessToken: '' })),
      objectId,
    })
    const { visitor, answers } = await signedIn({ verifyIdToken })
    answers.push({ status: 401, body: undefined, claims: '{}' })
    const toEntra = new URL((await visitor.send('/call-api')).headers.get('location') ?? '')
    objectId = 'b2b2b2b2-0000-4000-8000-000000000001'
    const back = await visitor.send(`/getAToken?code=c&state=${toEntra.searchParams.get('state') ?? ''}`)
    expect(back.status).toBe(403)
  })

  it.each([
    [403, 403],
    [404, 404],
    [418, 502],
  ])('status %i of the API is a page with status %i', async (status, shown) => {
    const { visitor, answers, log } = await signedIn()
    answers.push({ status, body: undefined })
    expect((await visitor.send('/call-api')).status).toBe(shown)
    expect(log.at(-1)).toMatch(new RegExp(`API: status ${status}$`))
  })

  it('an answer that is no object is a page; so is what nobody expected, without its stack', async () => {
    const { visitor, answers } = await signedIn()
    answers.push({ status: 200, body: ['garbage'] })
    expect((await visitor.send('/call-api')).status).toBe(502)
    const api = { send: () => Promise.reject(new Error('unforeseen')) }
    const broken = await signedIn({ api })
    const response = await broken.visitor.send('/call-api')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('unforeseen')
    expect(broken.log.at(-1)).toMatch(/^[\w-]{36} GET \/call-api 500 failed: Error: unforeseen$/)
  })

  it('no token at all: sign-in; Entra ID down: a page', async () => {
    const base = testApp()
    const rejecting = (failure: Error) => {
      const accessToken = () => Promise.reject(failure)
      return signedIn({ entra: { ...base.parts.entra, accessToken } })
    }
    const needsUser = await rejecting(new SignInRequired({ refused: true }))
    expect((await needsUser.visitor.send('/call-api')).status).toBe(303)
    const down = await rejecting(new Problem(503, 'Down', 'Later.', 'down'))
    expect((await down.visitor.send('/call-api')).status).toBe(503)
  })
})

const post = {
  id: 7,
  author: 'b1b1b1b1-0000-4000-8000-000000000001',
  title: 'Title',
  content: 'Text',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
}

describe('posts', () => {
  it('are listed by tens', async () => {
    const { visitor, answers, sent } = await signedIn()
    answers.push({ status: 200, body: { items: [post], total: 21 } })
    const page = await (await visitor.send('/posts?page=2')).text()
    expect(sent.at(-1)?.url).toBe('https://api.example/v1/posts?limit=10&offset=10')
    expect(page).toMatch(/href="\/posts\?page=1"[\s\S]*Page 2 of 3[\s\S]*href="\/posts\?page=3"/)
  })

  it('are written by a form of this session only, and come back with what is wrong', async () => {
    const { visitor, answers, sent } = await signedIn()
    const form_token = await formTokenOf(await visitor.send('/posts/new'))
    const fields = { title: 'T', content: 'one\r\ntwo' }
    expect((await visitor.send('/posts/new', form(fields))).status).toBe(403)
    expect(sent).toEqual([])
    answers.push({ status: 422, body: { fields: ['title'] } })
    const again = await visitor.send('/posts/new', form({ ...fields, form_token }))
    expect(again.status).toBe(422)
    expect(await again.text()).toContain('A title has 1 to 200 characters.')
    answers.push({ status: 201, body: post })
    const saved = await visitor.send('/posts/new', form({ ...fields, form_token }))
    expect(saved.headers.get('location')).toBe('/posts/7')
    expect(sent.at(-1)).toMatchObject({ method: 'POST', body: { title: 'T', content: 'one\ntwo' } })
  })

  it('are changed and deleted by their author; the API has the last word', async () => {
    const { visitor, answers, sent } = await signedIn()
    answers.push({ status: 200, body: { ...post, author: 'b2b2b2b2-0000-4000-8000-000000000001' } })
    expect((await visitor.send('/posts/7/edit')).status).toBe(403)
    answers.push({ status: 200, body: post })
    const form_token = await formTokenOf(await visitor.send('/posts/7/delete'))
    answers.push({ status: 403, body: undefined })
    expect((await visitor.send('/posts/7/delete', form({ form_token }))).status).toBe(403)
    answers.push({ status: 204, body: undefined })
    expect((await visitor.send('/posts/7/delete', form({ form_token }))).headers.get('location')).toBe('/posts')
    expect(sent.at(-1)).toMatchObject({ method: 'DELETE', url: 'https://api.example/v1/posts/7' })
  })

  it('are not there when the API has none', async () => {
    const { visitor } = await signedIn({}, { API_BASE_URL: '', API_ENDPOINT: 'https://api.example/api/claims' })
    expect((await visitor.send('/posts')).status).toBe(404)
  })
})
