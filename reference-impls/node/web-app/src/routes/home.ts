import { readFileSync } from 'node:fs'

import { Hono } from 'hono'

import type { Parts } from '../parts.ts'
import type { WebEnv } from '../http/web-env.ts'

const style = readFileSync(new URL('../pages/style.css', import.meta.url), 'utf8')

/** The start page, for everybody, and what it looks like. */
export function homeRoutes({ pages }: Parts) {
  return new Hono<WebEnv>()
    .get('/', (c) => c.html(pages.home({ session: c.var.session })))
    .get('/style.css', (c) =>
      c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'max-age=3600' }),
    )
}
