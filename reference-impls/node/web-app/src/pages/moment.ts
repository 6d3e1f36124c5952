import { html } from 'hono/html'

import type { Html } from './layout.ts'

/** @param iso an instant, ISO 8601 in UTC */
export function moment(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}
