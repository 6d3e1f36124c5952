/** Paths that are steps of signing in or out, not places to be. */
const notPlaces = new Set(['/login', '/logout', '/front-channel-logout'])

/**
 * Where to go after the sign-in: a path of this app, whatever was asked for. A browser drops tabs and line breaks from a
 * URL and reads `\` as `/`, so the text is read as a browser reads it before anything is decided.
 * @param origin the app's own
 * @param callbackPath where Entra ID's answer comes in
 */
export function ownPath(asked: string | undefined, origin: string, callbackPath: string): string {
  if (asked === undefined || !asked.startsWith('/') || !URL.canParse(asked, origin)) return '/'
  const url = new URL(asked, origin)
  if (url.origin !== origin || notPlaces.has(url.pathname) || url.pathname === callbackPath) return '/'
  // A path of two slashes is a host when it stands alone.
  return url.pathname.startsWith('//') ? '/' : `${url.pathname}${url.search}`
}

/** The same for the app that has this redirect URI. */
export function returnPathOf(redirectUri: string): (asked: string | undefined) => string {
  const { origin, pathname } = new URL(redirectUri)
  return (asked) => ownPath(asked, origin, pathname)
}
