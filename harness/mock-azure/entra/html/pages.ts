import { html } from 'hono/html'

import type { EntraErrorBody } from '../errors.ts'
import { hidden, layout } from './layout.ts'

/** A page that only tells something. */
export function messagePage(title: string, message: string): Promise<string> {
  return layout(title, html`<p>${message}</p>`)
}

/** What Entra ID shows where it must not redirect, with what a support person asks for. */
export function errorPage(error: EntraErrorBody): Promise<string> {
  const { error_description: message, trace_id: requestId, correlation_id: correlationId, timestamp } = error
  return layout(
    'Sign in',
    html`<p role="alert">Sorry, but we’re having trouble signing you in.</p>
      <p>${message}</p>
      <h2>Troubleshooting details</h2>
      <dl>
        <dt>Request Id</dt>
        <dd>${requestId}</dd>
        <dt>Correlation Id</dt>
        <dd>${correlationId}</dd>
        <dt>Timestamp</dt>
        <dd>${timestamp}</dd>
        <dt>Message</dt>
        <dd>${message}</dd>
      </dl>`,
  )
}

/** An answer in a form that posts itself, or at a button's press (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(action: string, values: Readonly<Record<string, string>>): Promise<string> {
  return layout(
    'Working...',
    html`<form name="hiddenform" method="post" action="${action}">
        ${hidden(values)}
        <noscript
          ><p>Script is disabled. Click Submit to continue.</p>
          <button>Submit</button></noscript
        >
      </form>
      <script>
        document.forms[0].submit()
      </script>`,
  )
}

/**
 * Signs out of the apps in hidden frames (OpenID Connect Front-Channel Logout 1.0 §2) and goes on when they are done.
 */
export function signedOutPage(frames: readonly string[], next: string | undefined): Promise<string> {
  const iframes = frames.map((url) => html`<iframe src="${url}" title="Signing out"></iframe> `)
  const onward =
    next === undefined
      ? ''
      : html`<p><a id="next" href="${next}">Continue</a></p>
          <script>
            addEventListener('load', () => location.replace(document.getElementById('next').href))
          </script>`
  return layout(
    'You signed out of your account',
    html`<p>It’s a good idea to close all browser windows.</p>
      ${iframes} ${onward}`,
  )
}

/** Where the user of a device types in the code it shows (RFC 8628 §3.3). */
export function deviceCodePage(action: string, problem: string | undefined): Promise<string> {
  return layout(
    'Enter code to allow access',
    html`${problem === undefined ? '' : html`<p role="alert">${problem}</p>`}
      <form method="post" action="${action}">
        <label for="otc">Code</label>
        <input id="otc" name="otc" type="text" autocomplete="off" autocapitalize="characters" required autofocus />
        <button class="primary">Next</button>
      </form>`,
  )
}
