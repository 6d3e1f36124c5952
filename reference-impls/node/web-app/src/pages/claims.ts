import { html } from 'hono/html'

import type { Html } from './layout.ts'

const meanings: Readonly<Record<string, string>> = {
  aud: 'audience: the API the token is for',
  iss: 'issuer',
  iat: 'issued at',
  nbf: 'not before',
  exp: 'expires',
  tid: 'tenant',
  oid: 'the user’s object ID',
  sub: 'subject: the user, for this API',
  scp: 'scopes: what the application may do for the user',
  roles: 'app roles of the user',
  azp: 'the application that calls',
  appid: 'the application that calls',
  azpacr: 'how the application proved itself',
  appidacr: 'how the application proved itself',
  preferred_username: 'user name',
  upn: 'user name',
  name: 'display name',
  ver: 'token version',
}

const times = new Set(['iat', 'nbf', 'exp'])

/** @param claims as the API answered them */
export function claimsPage(claims: Readonly<Record<string, unknown>>): Html {
  return html`<h1>The API’s answer</h1>
    <p>The API checked the access token and answered with the claims it read in it.</p>
    <dl class="claims">
      ${Object.entries(claims).map(
        ([name, value]) =>
          html`<div>
            <dt>
              <code>${name}</code>${meanings[name] === undefined ? '' : html` <small>${meanings[name]}</small>`}
            </dt>
            <dd>${shown(name, value)}</dd>
          </div>`,
      )}
    </dl>`
}

function shown(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (!times.has(name) || typeof value !== 'number') return text
  const date = new Date(value * 1000)
  return Number.isNaN(date.getTime()) ? text : `${text} (${date.toISOString().slice(0, 19).replace('T', ' ')} UTC)`
}
