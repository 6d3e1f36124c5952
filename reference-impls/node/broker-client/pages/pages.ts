import { html } from 'hono/html'

import type { Settings } from '../settings.ts'
import type { SecretEntry } from '../vault.ts'

type Html = ReturnType<typeof html>

export function secretsPage({ vaultUrl, authServerUrl }: Settings, entries: readonly SecretEntry[]): Html {
  return layout(
    'Secrets',
    html`<h1>Secrets</h1>
      <p class="soft">
        Read from <strong>${new URL(vaultUrl).host}</strong> with a token that the broker at
        <strong>${new URL(authServerUrl).host}</strong> gave out. Values are not shown.
      </p>
      <section class="card">
        ${entries.length === 0 ? html`<p>The vault is empty.</p>` : table(entries)}
      </section>
      <p><a href="/">Read again</a></p>`,
  )
}

export function errorPage(status: number, message: string): Html {
  return layout(
    `Error ${status}`,
    html`<h1>That did not work (${status})</h1>
      <section class="card bad" role="alert"><p>${message}</p></section>
      <p><a href="/">Try again</a></p>`,
  )
}

function table(entries: readonly SecretEntry[]): Html {
  return html`<table>
    <caption>
      ${entries.length === 1 ? '1 secret' : `${entries.length} secrets`}
    </caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Changed</th>
        <th scope="col">State</th>
      </tr>
    </thead>
    <tbody>
      ${entries.map(
        ({ name, enabled, updatedOn }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${updatedOn === undefined ? 'unknown' : time(updatedOn)}</td>
            <td>${enabled ? 'enabled' : 'disabled'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function time(date: Date): Html {
  const iso = date.toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}

/** A whole page; needs no script. */
function layout(title: string, main: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html>`
}
