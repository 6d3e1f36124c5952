import type { Context } from 'hono'
import { html } from 'hono/html'

type Html = ReturnType<typeof html>

/** A whole page; needs no script. */
export function layout(title: string, main: Html): Html {
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

export const serveStyle = (c: Context): Response =>
  c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'max-age=3600' })

const style = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1b1b1f, #e8e8ec);
  --soft: light-dark(#55555f, #b0b0ba);
  --page: light-dark(#f5f5f8, #17171b);
  --card: light-dark(#ffffff, #212127);
  --line: light-dark(#c9c9d2, #45454f);
  --edge: light-dark(#767680, #8f8f9b);
  --accent: light-dark(#0f5ea8, #8cc2ff);
  --on-accent: light-dark(#ffffff, #10202f);
  --bad: light-dark(#a4262c, #ff9a9e);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
.answer { white-space: pre-wrap; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.25rem; margin: 0 0 1.25rem; }
.card > :last-child { margin-bottom: 0; }
.bad { border-left: .35rem solid var(--bad); }
.good { border-left: .35rem solid var(--accent); }
.forms { display: grid; gap: 0 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
textarea { width: 100%; min-height: 8rem; padding: .5rem .6rem; border: 1px solid var(--edge); border-radius: .35rem;
  background: var(--page); color: inherit; font: inherit; resize: vertical; }
textarea.code { font-family: ui-monospace, monospace; font-size: .95rem; }
button { margin-top: .75rem; padding: .55rem 1.25rem; border: 0; border-radius: .35rem; background: var(--accent);
  color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
pre { margin: 0 0 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: .95rem/1.45 ui-monospace, monospace; }
dl { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .75rem; }
dd:last-child { margin: 0; }
dd pre { margin: 0; }
`
