// A web app without an SDK: signs a user in by code flow and shows the name. With API_URL it shows what that part says.
import { createServer } from 'node:http'

const { PORT = '', TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', REDIRECT_URI = '', API_URL, FAIL } = process.env
if (FAIL !== undefined) {
  process.stderr.write(`FAIL is set; the secret is ${CLIENT_SECRET}\n`)
  process.exit(3)
}
const authority = `https://login.microsoftonline.com/${TENANT_ID}/oauth2/v2.0`

async function signedIn(code: string): Promise<string> {
  const answer = await fetch(`${authority}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uri: REDIRECT_URI,
      code,
    }),
  })
  const body: unknown = await answer.json()
  const token = typeof body === 'object' && body !== null && 'id_token' in body ? String(body.id_token) : ''
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  const claims: unknown = JSON.parse(payload === '' ? '{}' : payload)
  const name = typeof claims === 'object' && claims !== null && 'name' in claims ? String(claims.name) : 'nobody'
  const api = API_URL === undefined ? 'no API' : await (await fetch(API_URL)).text()
  return `<!doctype html><title>App</title><h1>Hello ${name}</h1><p>${api}</p>`
}

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname === '/login') {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile',
    })
    response.writeHead(302, { location: `${authority}/authorize?${query.toString()}` }).end()
  } else if (url.pathname === '/getAToken') {
    void signedIn(url.searchParams.get('code') ?? '').then((page) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    )
  } else if (url.pathname === '/crash') {
    process.stderr.write(`about to end; the secret is ${CLIENT_SECRET}\n`)
    process.exit(7)
  } else {
    response.end(JSON.stringify(process.env))
  }
}).listen(Number(PORT), '127.0.0.1')
