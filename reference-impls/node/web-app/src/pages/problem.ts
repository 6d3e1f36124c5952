import { html } from 'hono/html'

import type { Problem } from '../problems.ts'
import type { Html } from './layout.ts'

/** What went wrong, in our own words; the log has the cause under the same reference. */
export function problemPage({ title, advice }: Problem, correlationId: string): Html {
  return html`<div role="alert">
      <h1>${title}</h1>
      <p>${advice}</p>
    </div>
    <p><a class="button" href="/">To the start page</a></p>
    <p class="reference">Reference: <code>${correlationId}</code></p>`
}
