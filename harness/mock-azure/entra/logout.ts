import { entraPage } from './answers.ts'
import type { EntraRequest } from './request.ts'

/**
 * `/{tenant}/oauth2/v2.0/logout`. Nobody is signed in and no redirect URI is registered, so the user stays on the page:
 * Entra ID follows `post_logout_redirect_uri` only to a registered one.
 */
export function logout({ cloud }: EntraRequest): Response {
  return entraPage('You signed out of your account', 'It is a good idea to close all windows.', cloud.random, 200)
}
