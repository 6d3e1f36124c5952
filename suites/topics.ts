import { idMatcher } from '../harness/select.ts'

/** What an API does with its cached signing keys, and with time; these are token validation as well. */
const signingKeyCache = [
  'api.keys.{cached,cold-stampede}',
  'api.keys.{kid-unknown-flood,rollover,retired,later,warm}.*',
  'api.time.later.*',
]

/** The same of a client of a token broker. */
const brokerClientCache =
  'token-broker.client.{many-calls,first-calls,kept-while-good,renewed-early,short-lived,expired,half-life,broker-gone,last-good,expired-while-gone}'

/** How clients keep and renew tokens, where that is tried with what they use them for. */
const tokenCache = [
  'credentials.federated.{short-lived,a-day-later,a-day-later-refresh,asked-once}',
  'credentials.managed-identity.{cached-by-resource,first-calls-share,renewed,renewed-apart,environment-cached}',
  'credentials.managed-identity.{source-retry-after,source-recovers}',
  'web-app.session.{renewals-at-once,renewal-for-another-user}',
  'web-app.calling-the-api.{tokens-from-the-cache,refused-once,refused-and-refresh-refused}',
]

/** What the suites are for, and the cases that try it (ids or globs). The rest belongs to signing in and to sessions. */
export const topics: readonly { readonly title: string; readonly cases: readonly string[] }[] = [
  {
    title: 'Token validation',
    cases: ['api.{baseline,signature,keys,headers,format,time,token-kind,transport}.*', 'web-app.sign-in.id-token.*'],
  },
  { title: 'Audience, issuer and scope rejection', cases: ['api.{audience,issuer,authorization}.*'] },
  { title: 'Federated assertion', cases: ['credentials.{federated,managed-identity}.*'] },
  { title: 'Key Vault fallback', cases: ['configuration.key-vault.*'] },
  {
    title: 'Cache refresh',
    cases: ['caches.*', 'token-broker.cache.*', brokerClientCache, ...signingKeyCache, ...tokenCache],
  },
]

/** How many of the cases belong to each topic. */
export function countByTopic(cases: readonly { readonly id: string }[]): readonly (readonly [string, number])[] {
  return topics.map(({ title, cases: globs }) => {
    const matchers = globs.map(idMatcher)
    return [title, cases.filter(({ id }) => matchers.some((matches) => matches(id))).length]
  })
}
