import type { Expectation } from '../../../harness/case.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { accepted, changed, denied, invalidRequest, invalidToken, notCredentials, unharmed, valid } from '../recipes.ts'

const asDeclared = (policy: 'extraSpaces' | 'repeatedToken'): Expectation => ({
  outcome: 'policy',
  policy,
  as: ['invalid_request', 'invalid_token', 'none'],
})

const ownToken = {
  requirement: requirements.authenticationScheme,
  level: 'MUST',
  severity: 'medium',
  maker: 'another-client',
  token: valid,
  expect: accepted,
  gains: 'Nothing; but clients that write the header as the standard allows are refused.',
} as const

const spellings = [
  ...family('api.transport.scheme', ownToken, [
    { id: 'lower-case', title: 'The scheme "bearer" is accepted', request: { authorization: ['bearer ${token}'] } },
    { id: 'upper-case', title: 'The scheme "BEARER" is accepted', request: { authorization: ['BEARER ${token}'] } },
    { id: 'mixed-case', title: 'The scheme "bEaReR" is accepted', request: { authorization: ['bEaReR ${token}'] } },
    {
      id: 'header-upper-case',
      title: 'The header AUTHORIZATION is accepted',
      requirement: requirements.fieldNames,
      needs: ['protected-route', 'raw-socket'],
      request: { authorization: [], headers: [['AUTHORIZATION', 'Bearer ${token}']], raw: true },
    },
  ]),
  ...family('api.transport.scheme', { ...ownToken, severity: 'info', expect: asDeclared('extraSpaces') }, [
    {
      id: 'several-spaces',
      title: 'Several spaces before the token are treated as declared',
      request: { authorization: ['Bearer    ${token}'] },
    },
  ]),
]

const otherScheme = {
  ...ownToken,
  requirement: requirements.bearerHeader,
  expect: notCredentials,
  gains: 'A gateway or filter that looks at bearer credentials alone is walked around.',
} as const

const schemes = family('api.transport.scheme', otherScheme, [
  { id: 'basic', title: 'A token under Basic is refused', request: { authorization: ['Basic ${token}'] } },
  {
    id: 'basic-encoded',
    title: 'A token in base64 under Basic is refused',
    request: { authorization: ['Basic ${token|base64}'] },
  },
  { id: 'token', title: 'A token under Token is refused', request: { authorization: ['Token ${token}'] } },
  { id: 'jwt', title: 'A token under JWT is refused', request: { authorization: ['JWT ${token}'] } },
  { id: 'negotiate', title: 'A token under Negotiate is refused', request: { authorization: ['Negotiate ${token}'] } },
  { id: 'oauth', title: 'A token under OAuth is refused', request: { authorization: ['OAuth ${token}'] } },
  {
    id: 'absent',
    title: 'A token without a scheme is refused',
    request: { authorization: ['${token}'] },
  },
])

const malformed = {
  ...otherScheme,
  severity: 'low',
  expect: denied('invalid_request', 'invalid_token', 'none'),
} as const

const malformedCredentials = family('api.transport.credentials', malformed, [
  { id: 'quoted', title: 'A quoted token is refused', request: { authorization: ['Bearer "${token}"'] } },
  { id: 'named', title: 'A token as a parameter is refused', request: { authorization: ['Bearer token=${token}'] } },
  { id: 'colon', title: 'A colon after the scheme is refused', request: { authorization: ['Bearer: ${token}'] } },
  {
    id: 'no-space',
    title: 'A token right after the scheme is refused',
    request: { authorization: ['Bearer${token}'] },
  },
  {
    id: 'trailing-word',
    title: 'A word after the token is refused',
    request: { authorization: ['Bearer ${token} more'] },
  },
  { id: 'twice', title: 'The scheme twice is refused', request: { authorization: ['Bearer Bearer ${token}'] } },
  {
    id: 'comma-joined',
    title: 'Two tokens in one header, joined by a comma, are refused',
    requirement: requirements.oneMethod,
    level: 'SHOULD',
    request: { authorization: ['Bearer ${token}, Bearer ${token}'] },
  },
])

const empty = {
  ...malformed,
  severity: 'critical',
  maker: 'anyone',
  gains: 'Anyone gets in by sending nothing in particular.',
} as const

const emptyCredentials = family('api.transport.credentials', empty, [
  {
    id: 'bearer-alone',
    title: 'The scheme alone is refused',
    request: { authorization: ['Bearer'] },
    expect: invalidRequest,
  },
  {
    id: 'bearer-space',
    title: 'The scheme and a space are refused',
    needs: ['protected-route', 'raw-socket'],
    request: { authorization: ['Bearer '], raw: true },
    expect: invalidRequest,
  },
  {
    id: 'empty',
    title: 'An empty header is refused',
    request: { authorization: [''] },
    expect: notCredentials,
  },
  {
    id: 'null',
    title: 'The word "null" for a token is refused',
    request: { authorization: ['Bearer null'] },
    expect: invalidToken,
  },
  {
    id: 'undefined',
    title: 'The word "undefined" for a token is refused',
    request: { authorization: ['Bearer undefined'] },
    expect: invalidToken,
  },
])

const repeated = {
  ...ownToken,
  requirement: requirements.oneMethod,
  level: 'SHOULD',
  severity: 'low',
  expect: asDeclared('repeatedToken'),
  gains: 'A gateway checks the one token and the API believes the other.',
} as const

const forged = changed({ op: 'signature', change: 'flip-bit' })

const twoTokens = family('api.transport.two-tokens', repeated, [
  {
    id: 'same-header-twice',
    title: 'The same token in two headers is treated as declared',
    requirement: requirements.singleFields,
    request: { authorization: ['Bearer ${token}', 'Bearer ${token}'] },
  },
  {
    id: 'good-then-forged',
    title: 'A good token and a forged one in two headers are treated as declared',
    requirement: requirements.singleFields,
    token: forged,
    request: { authorization: ['Bearer ${control}', 'Bearer ${token}'] },
  },
  {
    id: 'forged-then-good',
    title: 'A forged token and a good one in two headers are treated as declared',
    requirement: requirements.singleFields,
    token: forged,
    request: { authorization: ['Bearer ${token}', 'Bearer ${control}'] },
  },
  {
    id: 'header-and-query',
    title: 'The same token in the header and the query is treated as declared',
    request: { query: 'access_token=${token}' },
  },
])

const forgedAndGood = {
  ...repeated,
  level: 'MUST',
  severity: 'medium',
  token: forged,
  expect: denied('invalid_token', 'invalid_request'),
} as const

const secondPlace = family('api.transport.two-tokens', forgedAndGood, [
  {
    id: 'forged-header-good-query',
    title: 'A forged token in the header is not made good by one in the query',
    request: { query: 'access_token=${control}' },
  },
  {
    id: 'forged-header-good-cookie',
    title: 'A forged token in the header is not made good by one in a cookie',
    request: { headers: [['Cookie', 'access_token=${control}']] },
  },
])

const goodAndForged = { ...forgedAndGood, token: valid, expect: unharmed, severity: 'low' } as const

const ignoredPlace = family('api.transport.two-tokens', goodAndForged, [
  {
    id: 'good-header-other-query',
    title: 'Another text in the query does not disturb the token in the header',
    request: { query: 'access_token=not-a-token' },
    gains: 'Nothing; but a parameter that anyone can put into a link breaks the API.',
  },
])

/** How the `Authorization` header is read. */
export const credentialCases = [
  ...spellings,
  ...schemes,
  ...malformedCredentials,
  ...emptyCredentials,
  ...twoTokens,
  ...secondPlace,
  ...ignoredPlace,
]
