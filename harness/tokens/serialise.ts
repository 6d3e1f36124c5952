import { base64url } from 'jose'

import type { Mutation } from './recipe.ts'

type Serialisation = Extract<Mutation, { readonly op: 'serialise' }>['as']

/** The compact JWS in one of RFC 7515's JSON serialisations, as it would be sent in place of the compact one. */
export function serialise(wire: string, as: Serialisation): string {
  const [header = '', payload = '', signature = ''] = wire.split('.')
  const flattened = JSON.stringify({ protected: header, payload, signature })
  switch (as) {
    case 'flattened':
      return flattened
    case 'general':
      return JSON.stringify({ payload, signatures: [{ protected: header, signature }] })
    case 'general-second': {
      const worthless = { protected: base64url.encode('{"alg":"none"}'), signature: '' }
      return JSON.stringify({ payload, signatures: [worthless, { protected: header, signature }] })
    }
    case 'general-none':
      return JSON.stringify({ payload, signatures: [] })
    case 'base64-json':
      return base64url.encode(flattened)
  }
}

/**
 * Split at its periods, the text has the genuine header, a payload of the attacker's and anything as a signature; parsed
 * as JSON, it is the genuine token in the flattened serialisation with one member too many.
 */
export function polyglot(wire: string, forgedPayload: string): string {
  const [header = '', payload = '', signature = ''] = wire.split('.')
  const members = { protected: header, payload, signature }
  return `{"${header}.${forgedPayload}.":"",${JSON.stringify(members).slice(1)}`
}
