/** One line an entry: when, what came back, what was asked. The secret stands in the fragment, which is never sent. */
const script = `
const table = document.querySelector('tbody')
const state = document.querySelector('output')
// Kept for this tab alone, so that it can be loaded again.
if (location.hash !== '') sessionStorage.setItem('secret', location.hash.slice(1))
const secret = sessionStorage.getItem('secret') ?? ''
history.replaceState(null, '', location.pathname)
const show = (entry) => {
  const isAtEnd = innerHeight + scrollY >= document.body.scrollHeight - 50
  const row = table.insertRow()
  row.className = entry.refused ? 'refused' : entry.faulted ? 'faulted' : entry.status >= 400 ? 'failed' : ''
  const time = new Date(entry.at).toISOString().slice(11, 23)
  const error = entry.error ?? (entry.refused ? 'no host of the cloud' : entry.faulted ? 'fault' : '')
  for (const text of [entry.sequence, time, entry.status, error, entry.endpoint ?? '', entry.method]) {
    row.insertCell().textContent = text
  }
  const request = row.insertCell()
  for (const text of [entry.url, entry.requestBody].filter(Boolean)) {
    const line = document.createElement('div')
    // Broken between parameters first.
    for (const part of text.split(/(?<=[?&])/)) line.append(part, document.createElement('wbr'))
    request.append(line)
  }
  if (isAtEnd) row.scrollIntoView({ block: 'nearest' })
}
const watch = async () => {
  const answer = await fetch('ledger/stream?since=0', { headers: { authorization: 'Bearer ' + secret } })
  if (!answer.ok) throw new Error('open the address that was printed, with its secret')
  state.textContent = 'live'
  let text = ''
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const events = (text + chunk).split('\\n\\n')
    text = events.pop()
    for (const event of events) {
      const data = event.split('\\n').find((line) => line.startsWith('data: '))
      if (data) show(JSON.parse(data.slice(6)))
    }
  }
  throw new Error('the cloud has ended')
}
watch().catch((error) => { state.textContent = error.message })
`

const style = `
:root { color-scheme: light dark }
body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem }
table { border-collapse: collapse; font-family: ui-monospace, monospace; font-size: 12px }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem; border-bottom: 1px solid #8884; white-space: nowrap }
th { position: sticky; top: 0; background: Canvas }
td:nth-child(7) { white-space: normal; overflow-wrap: anywhere; min-width: 20rem }
td div + div { opacity: .75 }
.failed :is(td:nth-child(3), td:nth-child(4)), .refused :is(td:nth-child(3), td:nth-child(4)) { color: light-dark(#b11, #f77); font-weight: bold }
.faulted :is(td:nth-child(3), td:nth-child(4)) { color: light-dark(#940, #fa3); font-weight: bold }
`

/** The ledger as a page that a person watches. It holds no data: that comes with the secret. */
export function ledgerPage(): Response {
  const nonce = crypto.randomUUID()
  const columns = ['', 'time', 'status', 'error', 'endpoint', 'method', 'request']
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ledger of the stand-in cloud</title>
<style nonce="${nonce}">${style}</style>
<h1>Ledger</h1><p>Every request, redacted · <output>…</output></p>
<table><thead><tr>${columns.map((name) => `<th>${name}</th>`).join('')}</tr></thead><tbody></tbody></table>
<script type="module" nonce="${nonce}">${script}</script></html>`
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}
