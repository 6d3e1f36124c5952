import type { Finding } from '../verdict.ts'
import { html, type Html } from './html.ts'
import { membersOf, type TokenDifference } from './render-token.ts'

/** Half transparent, so that they mark on light and dark pages alike. */
const marked = 'background:rgba(255,170,0,.22)'
const cell = [
  'padding:2px 8px',
  'vertical-align:top',
  'text-align:left',
  'font-family:monospace',
  'white-space:normal',
  'overflow-wrap:anywhere',
].join(';')

/**
 * The token that was sent beside the valid one, member by member, as a table; what differs is marked in colour and by
 * an arrow. Empty where neither token can be read.
 */
export function tokenTable(finding: Finding): Html {
  const rows = membersOf(finding)
  const note = finding.token?.note === undefined ? '' : html`<p>Sent: ${finding.token.note}.</p>`
  if (rows.length === 0) return html`${note}`
  const title = html`<tr>
    <th style="${cell};width:1em"></th>
    <th style="${cell};width:14em"></th>
    <th style="${cell}">valid</th>
    <th style="${cell}">sent</th>
  </tr>`
  return html`${note}
    <table style="table-layout:fixed;width:100%">
      <thead>
        ${title}
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>`
}

const shown = (value: string | undefined): Html => (value === undefined ? html`<i>absent</i>` : html`${value}`)

function row({ path, control, attack, differs }: TokenDifference): Html {
  // A place that cannot be shown (the signature, another serialisation): its name says what differs.
  const told = control === undefined && attack === undefined ? html`<i>differs</i>` : undefined
  return html`<tr style="${differs ? marked : ''}">
    <td style="${cell}">${differs ? '→' : ''}</td>
    <td style="${cell}">${differs ? html`<b>${path}</b>` : path}</td>
    <td style="${cell}">${told ?? shown(control)}</td>
    <td style="${cell}">${told ?? (differs ? html`<b>${shown(attack)}</b>` : shown(attack))}</td>
  </tr>`
}
