import { apiId, ask, askJson, contosoId, form, login } from '../../mock-azure/testing/cloud.ts'
import {
  authorizeUrl,
  challenge,
  firstUser,
  otherApiId,
  secondUser,
  spaId,
  spaRedirect,
  userScope,
  webAppId,
} from '../../mock-azure/testing/entra.ts'
import { broughtBack, inWorld, type Seen, seenOnPage, type Witness, type World } from './world.ts'

const redirected =
  (parameters: Record<string, string>, options?: Parameters<typeof inWorld>[1]): Witness =>
  () =>
    inWorld((world) => broughtBack(world, parameters), options)
const page =
  (parameters: Record<string, string>, tenant = contosoId, options?: Parameters<typeof inWorld>[1]): Witness =>
  () =>
    inWorld((world) => seenOnPage(world, authorizeUrl(parameters, tenant)), options)
const spa = { client_id: spaId, redirect_uri: spaRedirect, nonce: 'n' }

async function twoUsers({ mock }: World): Promise<string> {
  const answer = await ask(mock, authorizeUrl({}))
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  await ask(mock, authorizeUrl({ login_hint: secondUser.userName, prompt: 'login' }), { headers: { cookie } })
  return cookie
}

/** An error of an endpoint that clients do not show as it is. */
async function seenInJson(mock: World['mock'], url: string, init?: RequestInit): Promise<Seen> {
  const { error, error_codes: codes } = await askJson(mock, url, init)
  return { by: 'browser', error: String(error), code: Number(String(codes)) }
}

/** What /authorize tells the client by redirect. */
export const redirectErrors = {
  16000: () => inWorld(async (world) => broughtBack(world, { prompt: 'none' }, { cookie: await twoUsers(world) })),
  50058: redirected({ prompt: 'none' }),
  50147: redirected({ ...challenge, code_challenge_method: 'S512' }),
  65004: redirected(
    { scope: `api://${otherApiId}/Things.Read` },
    {
      signIn: { mode: 'automatic', user: firstUser.userName, consent: 'decline' },
    },
  ),
  70005: redirected({ response_type: 'magic' }),
  70007: redirected({ response_type: 'code id_token', response_mode: 'query' }),
  90023: redirected({ prompt: 'shout' }),
  650053: redirected({ scope: 'Not.AGraphScope' }),
  650057: redirected({ scope: `api://${otherApiId}/.default` }),
  700051: redirected({ response_type: 'token' }),
  700054: redirected({ ...spa, ...challenge, response_type: 'id_token' }),
  900144: redirected({ scope: '' }),
  9002325: redirected(spa),
} as const satisfies Record<number, Witness>

/** What only the user gets to see. */
export const pageErrors = {
  50011: page({ redirect_uri: 'https://attacker.example/' }),
  50089: () => inWorld((world) => seenOnPage(world, `${login}/${contosoId}/login`, form({ ctx: 'garbage' }))),
  50194: page({}, 'common'),
  90094: page({ scope: `api://${otherApiId}/Things.Delete` }),
  500113: page({ client_id: apiId, redirect_uri: '' }),
  9000411: () => inWorld((world) => seenOnPage(world, `${authorizeUrl({})}&scope=${encodeURIComponent(userScope)}`)),
  9002332: page({}, 'consumers'),
} as const satisfies Record<number, Witness>

/** What clients hide behind an error of their own. */
export const hiddenErrors = {
  50049: () =>
    inWorld(({ mock }) => {
      const query = 'api-version=1.1&authorization_endpoint=https://login.attacker.example/x/oauth2/v2.0/authorize'
      return seenInJson(mock, `${login}/common/discovery/instance?${query}`)
    }),
  900561: () => inWorld(({ mock }) => seenInJson(mock, `${login}/${webAppId}/oauth2/v2.0/token`)),
} as const satisfies Record<number, Witness>
