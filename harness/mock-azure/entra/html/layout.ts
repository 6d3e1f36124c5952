import { html } from 'hono/html'

/** Markup that is safe to put into a page. */
export type Markup = ReturnType<typeof html>

const style = `
  body { font: 100%/1.5 system-ui, sans-serif; margin: 0; background: #f2f2f2; color: #1b1b1b }
  main { box-sizing: border-box; max-width: 30rem; margin: 4rem auto; padding: 2rem; background: #fff; border: 1px solid #767676 }
  h1 { font-size: 1.5rem; margin: 0 0 1rem }
  button, input { font: inherit; padding: .5rem .75rem; margin: .25rem 0; max-width: 100% }
  button.primary { background: #005a9e; color: #fff; border: 1px solid #005a9e }
  button.account { display: block; width: 100%; text-align: start; background: none; border: 1px solid #767676 }
  :focus-visible { outline: 3px solid #005a9e; outline-offset: 2px }
  label { display: block }
  [role=alert] { color: #a4262c }
  dt { font-weight: bold } dd { margin: 0 0 .5rem; overflow-wrap: anywhere }
  iframe { display: none }
`

/** A whole page, in plain HTML that works without scripts and with a keyboard. `title` is text, not markup. */
export async function layout(title: string, body: Markup | Promise<Markup>): Promise<string> {
  const page = await html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `
  return String(page)
}

/** What goes along with a form without being seen. */
export function hidden(values: Readonly<Record<string, string>>): readonly Markup[] {
  return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" /> `)
}
