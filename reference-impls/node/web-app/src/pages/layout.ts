import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

import { formTokenField, type Session } from '../sessions.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface Frame {
  readonly title: string
  readonly session: Session | undefined
  /** The API has profiles and posts. */
  readonly hasBlog: boolean
  readonly content: Html
}

/** A whole page. `html` escapes whatever is put into it. */
export function layout({ title, session, hasBlog, content }: Frame): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Web app</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <a class="brand" href="/">Web app</a>
          ${session === undefined ? '' : navigation(session, hasBlog)}
        </header>
        <main id="main">${content}</main>
      </body>
    </html>`
}

function navigation(session: Session, hasBlog: boolean): Html {
  const blog = html`<a href="/posts">Posts</a> <a href="/profile">Profile</a>`
  return html`<nav aria-label="Main"><a href="/call-api">Call the API</a> ${hasBlog ? blog : ''}</nav>
    <div class="account">
      <span class="who">${session.user.displayName}</span>
      <form method="post" action="/logout">
        ${formToken(session)}<button class="plain" type="submit">Sign out</button>
      </form>
    </div>`
}

export function formToken({ formToken: value }: Session): Html {
  return html`<input type="hidden" name="${formTokenField}" value="${value}" />`
}
