import { html } from 'hono/html'

import type { Session } from '../sessions.ts'
import { formToken } from './layout.ts'
import type { Html } from './layout.ts'

export function homePage(session: Session | undefined, hasBlog: boolean): Html {
  return session === undefined ? signedOutHome() : signedInHome(session, hasBlog)
}

function signedOutHome(): Html {
  return html`<h1>Welcome</h1>
    <p>Sign in with your work or school account. The application then calls a protected API for you.</p>
    <p><a class="button" href="/login">Sign in</a></p>`
}

function signedInHome({ user }: Session, hasBlog: boolean): Html {
  return html`<h1>Welcome, ${user.displayName}</h1>
    <p>You are signed in as <strong>${user.userName}</strong>.</p>
    <ul class="tasks">
      <li><a href="/call-api">Call the API</a> and see what it reads in your token</li>
      ${
        hasBlog
          ? html`<li><a href="/posts">Read and write posts</a></li>
              <li><a href="/profile">See your profile</a> as the API keeps it</li>`
          : ''
      }
    </ul>`
}

export function signOutPage(session: Session): Html {
  return html`<h1>Sign out?</h1>
    <p>Another site has sent you here. Sign out only if you want to.</p>
    <form method="post" action="/logout">
      ${formToken(session)}<button type="submit">Sign out</button> <a href="/">Stay signed in</a>
    </form>`
}

/** Seen by nobody: it is in a frame of Entra ID's sign-out page. */
export function signedOutElsewherePage(): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Signed out</title>
      </head>
      <body>
        Signed out
      </body>
    </html>`
}
