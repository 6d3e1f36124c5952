import { html } from 'hono/html'

import type { AppSeed } from '../app-contract.ts'
import type { Account } from '../contract.ts'
import { hidden, layout } from './layout.ts'

interface Form {
  readonly action: string
  readonly context: string
  /** What went wrong with the last attempt. */
  readonly problem?: string
}

function alert(problem: string | undefined) {
  return problem === undefined ? '' : html`<p role="alert">${problem}</p>`
}

/** The accounts to pick from, and a field for any other. */
export function accountPage(
  { action, context, problem }: Form,
  client: AppSeed,
  accounts: readonly Account[],
): Promise<string> {
  const buttons = accounts.map(
    ({ user }) =>
      html`<li>
        <button class="account" name="login" value="${user.userName}">
          ${user.displayName ?? `${user.givenName} ${user.familyName}`}<br />${user.userName}
        </button>
      </li> `,
  )
  return layout(
    'Pick an account',
    html`<p>to continue to ${client.displayName}</p>
      ${alert(problem)}
      <form method="post" action="${action}">
        ${hidden({ ctx: context })}
        <ul style="list-style: none; padding: 0">
          ${buttons}
        </ul>
      </form>
      <form method="post" action="${action}">
        ${hidden({ ctx: context })}
        <label for="login">Use another account</label>
        <input id="login" name="login" type="text" inputmode="email" autocomplete="username" required />
        <button class="primary">Next</button>
      </form>
      <form method="post" action="${action}">
        ${hidden({ ctx: context })}
        <button name="cancel" value="1">Cancel</button>
      </form>`,
  )
}

export function passwordPage({ action, context, problem }: Form, { user }: Account): Promise<string> {
  return layout(
    'Enter password',
    html`<p>${user.userName}</p>
      ${alert(problem)}
      <form method="post" action="${action}">
        ${hidden({ ctx: context, login: user.userName })}
        <label for="passwd">Password</label>
        <input id="passwd" name="passwd" type="password" autocomplete="current-password" required autofocus />
        <button class="primary">Sign in</button>
      </form>
      <form method="post" action="${action}">
        ${hidden({ ctx: context })}
        <button name="back" value="1">Use another account</button>
        <button name="cancel" value="1">Cancel</button>
      </form>`,
  )
}

export function consentPage(
  { action, context }: Form,
  client: AppSeed,
  { user }: Account,
  permissions: readonly string[],
): Promise<string> {
  const items = permissions.map((permission) => html`<li>${permission}</li> `)
  return layout(
    'Permissions requested',
    html`<p>${user.userName}</p>
      <p><strong>${client.displayName}</strong> would like to:</p>
      <ul>
        ${items}
      </ul>
      <form method="post" action="${action}">
        ${hidden({ ctx: context })}
        <button class="primary" name="consent" value="accept">Accept</button>
        <button name="consent" value="cancel">Cancel</button>
      </form>`,
  )
}
