import { EntraFailure } from '../errors.ts'
import type { EntraRequest } from '../request.ts'
import type { DeviceAuthorization, Interaction } from '../state.ts'
import { findAuthority } from '../authority.ts'
import { findDevice } from '../device-authorization.ts'
import { readPageParameters } from '../token/parameters.ts'
import { readRedirection } from './redirection.ts'
import { type AuthorizeRequest, readAuthorizeRequest, type SignInRequest } from './request.ts'

/** What a sign-in is for. */
export type Purpose =
  | { readonly kind: 'authorize'; readonly wanted: AuthorizeRequest }
  | { readonly kind: 'device'; readonly wanted: SignInRequest; readonly device: DeviceAuthorization }

/**
 * Reads again what an interaction began with.
 * @throws {EntraFailure} when it would not begin any more
 */
export function readPurpose(request: EntraRequest, interaction: Interaction): Purpose {
  if (interaction.kind === 'device') return devicePurpose(request, interaction.deviceCode)
  const { segment, version, query } = interaction
  const url = new URL(`?${query}`, request.url)
  const original = { ...request, segment, authority: findAuthority(request.cloud.directory, segment) }
  const parameters = readPageParameters('GET', url, request.headers, '')
  const redirection = readRedirection(original, parameters)
  return { kind: 'authorize', wanted: readAuthorizeRequest(original, redirection, parameters, version) }
}

export function devicePurpose(request: EntraRequest, deviceCode: string): Purpose {
  const device = request.cloud.state.devices.get(deviceCode)
  if (device === undefined || device.state !== 'pending') throw new EntraFailure(50089)
  return { kind: 'device', device, wanted: findDevice(request.cloud, device) }
}
