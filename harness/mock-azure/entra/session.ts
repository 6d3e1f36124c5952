import { base64url } from 'jose'
import { parse, serialize } from 'hono/utils/cookie'

import type { EntraRequest } from './request.ts'
import type { Session, SignIn } from './state.ts'

const cookieName = 'ESTSAUTHPERSISTENT'

/** The session of the browser that asks, by its cookie. */
export function findSession({ cloud, headers }: EntraRequest): Session | undefined {
  const id = parse(headers.get('cookie') ?? '', cookieName)[cookieName]
  return id === undefined ? undefined : cloud.state.sessions.get(id)
}

/** Remembers a sign-in in the browser's session: the latest of a user counts. */
export function keepSignIn(request: EntraRequest, signIn: SignIn): (answer: Response) => Response {
  const known = findSession(request)
  if (known !== undefined) {
    known.signIns = [...known.signIns.filter(({ userId }) => userId !== signIn.userId), signIn]
    return (answer) => answer
  }
  const id = base64url.encode(request.cloud.random.bytes(32))
  request.cloud.state.sessions.set(id, { signIns: [signIn] })
  const cookie = serialize(cookieName, id, { path: '/', secure: true, httpOnly: true, sameSite: 'None' })
  return (answer) => {
    answer.headers.append('set-cookie', cookie)
    return answer
  }
}

/** So that the client hears of it when the user signs out. */
export function keepClient(
  { cloud: { state } }: EntraRequest,
  { sid }: SignIn,
  used: { readonly clientId: string; readonly tenantId: string },
): void {
  state.clients.set(sid, (state.clients.get(sid) ?? new Map<string, string>()).set(used.clientId, used.tenantId))
}
