import type { Context } from 'hono'

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
  --accent: light-dark(#0f5ea8, #8cc2ff);
  --bad: light-dark(#a4262c, #ff9a9e);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 48rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.25rem; margin: 0 0 1.25rem; overflow-x: auto; }
.card > :last-child { margin-bottom: 0; }
.bad { border-left: .35rem solid var(--bad); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--soft); margin-bottom: .5rem; }
th, td { text-align: left; padding: .5rem 1rem .5rem 0; border-top: 1px solid var(--line); vertical-align: top; }
tbody th { font-weight: 600; overflow-wrap: anywhere; }
`
