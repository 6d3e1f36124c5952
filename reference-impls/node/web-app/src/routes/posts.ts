import { Hono } from 'hono'
import type { Context } from 'hono'
import { z } from 'zod'

import { type Draft, listSchema, type Post, postSchema } from '../blog.ts'
import { apiCaller, readAnswer } from '../http/call-api.ts'
import { readForm } from '../http/form.ts'
import { signedIn } from '../http/signed-in.ts'
import type { WebEnv } from '../http/web-env.ts'
import type { Parts } from '../parts.ts'
import { Problem } from '../problems.ts'

const wrongFields = z.object({ fields: z.array(z.string()) })

const pageLength = 10
const onePost = '/posts/:id{[0-9]{1,15}}'

/** Blog posts: everybody reads and writes, the author alone changes and deletes. The API decides; pages only ask. */
export function postRoutes(parts: Parts, apiBaseUrl: string) {
  const { pages } = parts
  const call = apiCaller(parts)
  const url = (id?: string): string => `${apiBaseUrl}/v1/posts${id === undefined ? '' : `/${id}`}`
  const read = async (c: Context<WebEnv>, id: string): Promise<Post> =>
    readAnswer(postSchema, await call(c, { method: 'GET', url: url(id) }))
  const readOwn = async (c: Context<WebEnv>, id: string): Promise<Post> => ownPost(c, await read(c, id))

  return new Hono<WebEnv>()
    .get('/posts', async (c) => {
      const session = signedIn(c)
      const page = z.coerce.number().int().min(1).max(1_000_000).catch(1).parse(c.req.query('page'))
      const range = new URLSearchParams({ limit: String(pageLength), offset: String((page - 1) * pageLength) })
      const answer = await call(c, { method: 'GET', url: `${url()}?${range.toString()}` })
      const { items, total } = readAnswer(listSchema, answer)
      return c.html(pages.posts({ session, posts: items, page, pages: Math.max(1, Math.ceil(total / pageLength)) }))
    })
    .get('/posts/new', (c) => c.html(pages.postForm({ session: signedIn(c), draft: noDraft, wrong: [] })))
    .post('/posts/new', async (c) => {
      const draft = draftOf(await readForm(c))
      const answer = await call(c, { method: 'POST', url: url(), body: { ...draft } })
      const wrong = wrongIn(answer.status, answer.body)
      if (wrong !== undefined) return c.html(pages.postForm({ session: signedIn(c), draft, wrong }), 422)
      return c.redirect(`/posts/${readAnswer(postSchema, answer).id}`, 303)
    })
    .get(onePost, async (c) => c.html(pages.post({ session: signedIn(c), post: await read(c, c.req.param('id')) })))
    .get(`${onePost}/edit`, async (c) => {
      const post = await readOwn(c, c.req.param('id'))
      return c.html(pages.postForm({ session: signedIn(c), draft: post, id: post.id, wrong: [] }))
    })
    .post(`${onePost}/edit`, async (c) => {
      const draft = draftOf(await readForm(c))
      const id = c.req.param('id')
      const answer = await call(c, { method: 'PUT', url: url(id), body: { ...draft } })
      const wrong = wrongIn(answer.status, answer.body)
      if (wrong !== undefined)
        return c.html(pages.postForm({ session: signedIn(c), draft, id: Number(id), wrong }), 422)
      return c.redirect(`/posts/${id}`, 303)
    })
    .get(`${onePost}/delete`, async (c) => {
      const post = await readOwn(c, c.req.param('id'))
      return c.html(pages.confirmDelete({ session: signedIn(c), post }))
    })
    .post(`${onePost}/delete`, async (c) => {
      await readForm(c)
      await call(c, { method: 'DELETE', url: url(c.req.param('id')) })
      return c.redirect('/posts', 303)
    })
}

const noDraft: Draft = { title: '', content: '' }

function draftOf({ title = '', content = '' }: Readonly<Record<string, string>>): Draft {
  // Browsers end lines in a form with CR LF (HTML: "newline normalization"), whatever the user typed.
  return { title, content: content.replaceAll('\r\n', '\n') }
}

/** The fields that the API found wrong. */
function wrongIn(status: number, body: unknown): readonly string[] | undefined {
  if (status !== 422) return undefined
  return wrongFields.safeParse(body).data?.fields ?? []
}

function ownPost(c: Context<WebEnv>, post: Post): Post {
  if (post.author === signedIn(c).user.objectId) return post
  throw new Problem(403, 'You may not do that', 'Only its author changes or deletes a post.', 'another user’s post')
}
