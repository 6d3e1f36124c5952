import { html } from 'hono/html'

import type { Draft, Post } from '../blog.ts'
import type { Session } from '../sessions.ts'
import { formToken } from './layout.ts'
import type { Html } from './layout.ts'
import { moment } from './moment.ts'

interface ListView {
  readonly posts: readonly Post[]
  readonly page: number
  readonly pages: number
}

export function postsPage(session: Session, { posts, page, pages }: ListView): Html {
  const list = html`<ul class="posts">
    ${posts.map(
      (post) =>
        html`<li>
          <h2><a href="/posts/${post.id}">${post.title}</a></h2>
          <p class="byline">${author(session, post)}, ${moment(post.createdAt)}</p>
        </li>`,
    )}
  </ul>`
  return html`<h1>Posts</h1>
    <p><a class="button" href="/posts/new">New post</a></p>
    ${posts.length === 0 ? html`<p>There are no posts here yet.</p>` : list}
    ${pages > 1 || page > 1 ? paging(page, pages) : ''}`
}

function paging(page: number, pages: number): Html {
  const newer = page > 1 ? html`<a rel="prev" href="/posts?page=${Math.min(page - 1, pages)}">Newer posts</a>` : ''
  const older = page < pages ? html`<a rel="next" href="/posts?page=${page + 1}">Older posts</a>` : ''
  return html`<nav class="paging" aria-label="Pages">
    <span>${newer}</span><span>Page ${page} of ${pages}</span><span>${older}</span>
  </nav>`
}

export function postPage(session: Session, post: Post): Html {
  const changed = post.updatedAt === post.createdAt ? '' : html`, changed ${moment(post.updatedAt)}`
  const actions = html`<p class="actions">
    <a class="button" href="/posts/${post.id}/edit">Edit</a>
    <a class="button plain" href="/posts/${post.id}/delete">Delete</a>
  </p>`
  return html`<article>
      <h1>${post.title}</h1>
      <p class="byline">${author(session, post)}, ${moment(post.createdAt)}${changed}</p>
      <div class="text">${post.content}</div>
    </article>
    ${isOwn(session, post) ? actions : ''}
    <p><a href="/posts">All posts</a></p>`
}

interface FormView {
  readonly draft: Draft
  readonly id?: number
  readonly wrong: readonly string[]
}

const problems: Readonly<Record<string, string>> = {
  title: 'A title has 1 to 200 characters.',
  content: 'The text has 1 to 20,000 characters.',
}

export function postFormPage(session: Session, { draft, id, wrong }: FormView): Html {
  const action = id === undefined ? '/posts/new' : `/posts/${id}/edit`
  const alert = html`<div role="alert" class="alert"><p>That cannot be saved as it is.</p></div>`
  const problem = (name: keyof Draft): Html =>
    html`${wrong.includes(name) ? html`<span class="wrong" id="${name}-problem">${problems[name] ?? ''}</span>` : ''}`
  const described = (name: keyof Draft): Html =>
    html`${wrong.includes(name) ? html`aria-invalid="true" aria-describedby="${name}-problem"` : ''}`
  return html`<h1>${id === undefined ? 'New post' : 'Edit post'}</h1>
    ${wrong.length > 0 ? alert : ''}
    <form class="form" method="post" action="${action}">
      ${formToken(session)}
      <label for="title">Title</label>
      ${problem('title')}
      <input id="title" name="title" value="${draft.title}" required maxlength="200" ${described('title')} />
      <label for="content">Text</label>
      ${problem('content')}
      <textarea id="content" name="content" rows="10" required maxlength="20000" ${described('content')}>
${draft.content}</textarea
      >
      <p class="actions">
        <button type="submit">Save</button>
        <a href="${id === undefined ? '/posts' : `/posts/${id}`}">Cancel</a>
      </p>
    </form>`
}

export function deletePage(session: Session, post: Post): Html {
  return html`<h1>Delete this post?</h1>
    <p><strong>${post.title}</strong> will be gone for good.</p>
    <form method="post" action="/posts/${post.id}/delete">
      ${formToken(session)}
      <p class="actions"><button type="submit">Delete</button> <a href="/posts/${post.id}">Keep it</a></p>
    </form>`
}

function isOwn({ user }: Session, { author: objectId }: Post): boolean {
  return objectId === user.objectId
}

function author(session: Session, post: Post): string {
  return isOwn(session, post) ? 'By you' : `By user ${post.author.slice(0, 8)}`
}
