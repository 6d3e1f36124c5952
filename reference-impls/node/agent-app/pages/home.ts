import { html } from 'hono/html'

import type { Execution } from '../services/session-pool.ts'
import { layout } from './layout.ts'

type Html = ReturnType<typeof layout>

export type Outcome =
  | { readonly kind: 'chat'; readonly answer: string }
  | { readonly kind: 'code'; readonly execution: Execution }
  | { readonly kind: 'failure'; readonly status: number; readonly message: string }

/** What stays in the forms. */
export interface Written {
  readonly message?: string
  readonly code?: string
}

interface Home {
  readonly demo: boolean
  readonly written?: Written
  readonly outcome?: Outcome
}

/** Also every error's page: the forms stay in reach. */
export function homePage({ demo, written = {}, outcome }: Home): Html {
  const title = outcome?.kind === 'failure' ? `Error ${outcome.status} – Agent` : 'Agent'
  const mode = demo
    ? html`<p class="card good"><strong>Demo mode.</strong> Answers are simulated, and no service is asked.</p>`
    : html`<p class="soft">This app signs in to both services with its own identity.</p>`
  return layout(
    title,
    html`<h1>Agent</h1>
      ${mode} ${outcome === undefined ? '' : showOutcome(outcome)}
      <div class="forms">
        <section class="card" aria-labelledby="chat">
          <h2 id="chat">Chat</h2>
          <form method="post" action="/chat">
            <label for="message">Message to the model</label>
            <textarea id="message" name="message" required maxlength="8000">${written.message ?? ''}</textarea>
            <button>Send</button>
          </form>
        </section>
        <section class="card" aria-labelledby="code">
          <h2 id="code">Code</h2>
          <form method="post" action="/code">
            <label for="program">Python, executed in a session of your own</label>
            <textarea
              class="code"
              id="program"
              name="code"
              required
              maxlength="8000"
              spellcheck="false"
              autocapitalize="off"
            >
${written.code ?? ''}</textarea
            >
            <button>Run</button>
          </form>
        </section>
      </div>`,
  )
}

function showOutcome(outcome: Outcome): Html {
  switch (outcome.kind) {
    case 'chat':
      return html`<section class="card good" role="status">
        <h2>Answer</h2>
        <p class="answer">${outcome.answer}</p>
      </section>`
    case 'code':
      return showExecution(outcome.execution)
    case 'failure':
      return html`<section class="card bad" role="alert">
        <h2>That did not work (${outcome.status})</h2>
        <p>${outcome.message}</p>
      </section>`
  }
}

function showExecution({ status, stdout, stderr, result }: Execution): Html {
  const parts = [
    ['Output', stdout],
    ['Errors', stderr],
    ['Value', result],
  ].filter(([, text]) => text !== '')
  return html`<section class="card good" role="status">
    <h2>${status}</h2>
    ${parts.length === 0 ? html`<p>The code printed nothing.</p>` : ''}
    <dl>
      ${parts.map(
        ([name, text]) =>
          html`<dt>${name}</dt>
            <dd><pre>${text}</pre></dd>`,
      )}
    </dl>
  </section>`
}
