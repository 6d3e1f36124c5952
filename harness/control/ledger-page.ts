/** One line an entry: when, what came back, what was asked. The secret stands in the fragment, which is never sent. */
const script = `
const table = document.querySelector('tbody')
const state = document.querySelector('output')
const secret = location.hash.slice(1)
history.replaceState(null, '', location.pathname)
const show = (entry) => {
  const row = table.insertRow()
  row.className = entry.refused ? 'refused' : entry.faulted ? 'faulted' : entry.status >= 400 ? 'failed' : ''
  const time = new Date(entry.at).toISOString().slice(11, 23)
  for (const text of [entry.sequence, time, entry.status, entry.method, entry.endpoint ?? '', entry.url]) {
    row.insertCell().textContent = text
  }
  const body = row.insertCell()
  body.textContent = entry.requestBody ?? ''
  row.scrollIntoView({ block: 'nearest' })
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
body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem; color-scheme: light dark }
table { border-collapse: collapse; font-family: ui-monospace, monospace; font-size: 12px }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem; border-bottom: 1px solid #8884 }
td:nth-child(n + 6) { overflow-wrap: anywhere }
.failed td:nth-child(3), .refused td:nth-child(3) { color: #c22; font-weight: bold }
.faulted td:nth-child(3) { color: #b60; font-weight: bold }
`

/** The ledger as a page that a person watches. It holds no data: that comes with the secret. */
export function ledgerPage(): Response {
  const nonce = crypto.randomUUID()
  const columns = ['', 'time', 'status', 'method', 'endpoint', 'URL', 'body']
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ledger of the stand-in cloud</title>
<style nonce="${nonce}">${style}</style>
<h1>Ledger</h1><p>Every request, redacted. <output>…</output></p>
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
