import type { Json, JsonObject } from '../json.ts'

/**
 * A value inside a recipe, resolved when the token is minted:
 * - a string may hold `${variable}` (see `harness/variables.ts`)
 * - `{ "$now": -3600 }` is a NumericDate: now plus so many seconds
 * - `{ "$now": -10, "$tolerance": -1 }` adds so many times the target's declared clock tolerance: ten seconds past what
 *   it still allows. Margins of seconds count, so such a token is minted right before it is sent.
 * - `{ "$nowMs": 0 }` the same in milliseconds
 * - `{ "$key": "outsider", "as": "jwk" }` is something of a key (`keyFacets`)
 * Anything else is taken literally.
 */
export type Value = Json

/** The valid token a recipe starts from; its claims are those Entra issues (wire shapes in `claims.ts`). */
export const baselines = ['delegated', 'app-only', 'id-token'] as const
export type Baseline = (typeof baselines)[number]

/** Keys a recipe can name. */
export type KeyRef =
  | 'tenant' // the home tenant's signing key
  | 'tenant-second' // published by the home tenant, not the one that signs now
  | 'tenant-next' // what a rollover publishes
  | 'listed-tenant' // the signing key of `${secondTenantId}`, which a multi-tenant API has on its list
  | 'other-tenant' // another Entra tenant's signing key
  | 'consumers' // the Microsoft account tenant's
  | 'outsider' // in no key set: the attacker's own

/**
 * What a recipe can write down of a key: its public JWK, its key ID, its certificate as an x5c member writes it, the
 * certificate's SHA-1 and SHA-256 thumbprints, and a `data:` URL that holds a key set of this key alone.
 */
export const keyFacets = ['jwk', 'kid', 'certificate', 'x5t', 'x5t#S256', 'jwks-data-url'] as const
export type KeyFacet = (typeof keyFacets)[number]

/** How the public key is written down when it is misused as an HMAC secret. */
export type PublicKeyForm =
  | 'spki-pem'
  | 'spki-pem-no-newline'
  | 'spki-pem-crlf'
  | 'spki-base64'
  | 'pkcs1-pem'
  | 'spki-der'
  | 'pkcs1-der'
  | 'jwk-json'
  | 'certificate-pem'
  | 'certificate-base64'
  | 'modulus' // the `n` of the JWK, as it is written there

export type SigningAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512'
export type Part = 'header' | 'claims'
export type Segment = 'header' | 'payload' | 'signature'

/**
 * One change to a token. Applied in phases whatever their order: document (set, remove, json, duplicate…), then
 * signature (sign, hmac, forge, unsigned), then wire (segment, wrap, replace…). Within a phase, in order.
 */
export type Mutation =
  // document
  | { readonly op: 'set'; readonly part: Part; readonly values: { readonly [name: string]: Value } }
  | { readonly op: 'remove'; readonly part: Part; readonly names: readonly string[] }
  /** Writes a member's value as this JSON text, for what JSON.stringify does not write (1e999, 9223372036854775808). */
  | { readonly op: 'raw'; readonly part: Part; readonly name: string; readonly text: string }
  /** Changes the letter case of a member that is a string by now. */
  | { readonly op: 'change-case'; readonly part: Part; readonly name: string; readonly to: 'upper' | 'lower' }
  /** Replaces the part's JSON text; `${json}` in it is the text it would have had. */
  | { readonly op: 'json'; readonly part: Part; readonly text: string }
  /** Writes a member twice; the genuine one stays, `value` comes first or last. */
  | {
      readonly op: 'duplicate'
      readonly part: Part
      readonly name: string
      readonly value: Value
      readonly position: 'first' | 'last'
    }
  /** How the part's JSON text becomes bytes. */
  | { readonly op: 'encoding'; readonly part: Part; readonly as: 'utf-16' | 'utf-8-bom' | 'invalid-utf-8' }
  /** Adds a claim nested `levels` deep. */
  | { readonly op: 'nest'; readonly part: Part; readonly levels: number }
  /** Adds a claim so that the compact token is about `bytes` long. */
  | { readonly op: 'grow'; readonly bytes: number }
  // signature
  /** Default `{ key: 'tenant', alg: 'RS256' }`. Sets header `alg` and `kid` unless a document mutation did. */
  | {
      readonly op: 'sign'
      readonly key?: KeyRef
      readonly alg?: SigningAlgorithm
      readonly kidOf?: KeyRef
      /** Signs the payload's JSON text instead of its base64url form, as RFC 7797 does. Default false. */
      readonly unencoded?: boolean
    }
  | {
      readonly op: 'hmac'
      readonly alg: 'HS256' | 'HS384' | 'HS512'
      readonly secret:
        | { readonly publicKey: PublicKeyForm; readonly of?: KeyRef }
        | { readonly text: string }
        | { readonly hex: string }
    }
  | {
      readonly op: 'forge'
      readonly alg: 'ES256' | 'ES384' | 'ES512' | 'EdDSA'
      readonly form: 'zero' | 'order' | 'der-zero'
    }
  /** `alg` as written (`none`, `None`…); `original` keeps the signature the token had with RS256. */
  | { readonly op: 'unsigned'; readonly alg: string; readonly signature: 'empty' | 'absent' | 'original' }
  // wire
  | {
      readonly op: 'signature'
      readonly change:
        | 'empty'
        | 'absent'
        | 'truncate'
        | 'extend'
        | 'zeros'
        | 'flip-bit'
        | 'of-another-token'
        | 'non-canonical'
    }
  /** Replaces members of the payload or header after signing. */
  | { readonly op: 'swap-payload' | 'swap-header'; readonly values: { readonly [name: string]: Value } }
  /** One: all joined; two: header and signature; four and five: some again. */
  | { readonly op: 'segments'; readonly count: 1 | 2 | 4 | 5 }
  | {
      readonly op: 'segment'
      readonly segment: Segment
      readonly change: 'empty' | 'pad' | 'standard-alphabet' | 'newline' | 'fold' | 'space' | 'tab' | 'non-canonical'
      /** Signs the changed segments again with the key that signed. Default false. */
      readonly resign?: boolean
    }
  /**
   * `general-second`: the genuine signature comes after one that is worth nothing; `general-none`: a general JWS without
   * signatures.
   */
  | {
      readonly op: 'serialise'
      readonly as: 'flattened' | 'general' | 'general-second' | 'general-none' | 'base64-json'
    }
  /**
   * One text that is a genuine flattened JWS to a JSON parser, and to one that splits at the periods a compact token
   * whose payload has these values (CVE-2022-39227).
   */
  | { readonly op: 'polyglot'; readonly values: { readonly [name: string]: Value } }
  /** Makes the token the payload of another JWS with `cty: JWT`. */
  | { readonly op: 'wrap'; readonly key: KeyRef | 'none'; readonly kidOf?: KeyRef }
  /**
   * Makes the token a JWE. `to`: for RSA-OAEP-256 the recipient (`api` is the API's own encryption key, or the home
   * tenant's where it has none), for PBES2 whose public PEM is the password; `dir` uses 32 zero bytes. `inner`: a
   * nested signed JWT, a nested `alg: none` JWT, or the claims themselves (`unsigned`).
   */
  | {
      readonly op: 'encrypt'
      readonly to: 'api' | KeyRef
      readonly inner: 'signed' | 'unsecured' | 'unsigned'
      readonly alg: 'RSA-OAEP-256' | 'dir' | 'PBES2-HS256+A128KW'
      /** DEFLATE before encryption. Default false. */
      readonly compress?: boolean
      /** PBES2 iterations. Default 1000. Above 10 000 the encrypted key is arbitrary: an attacker does not pay. */
      readonly p2c?: number
      /** Pads the plaintext with spaces to this size. */
      readonly plaintextBytes?: number
    }
  /** Not a JWT at all; `${wire}` is the token as it would have been. */
  | { readonly op: 'replace'; readonly text: string }
  | { readonly op: 'append'; readonly text: string }
  | { readonly op: 'prepend'; readonly text: string }

/** JSON-serialisable, so that a case can be listed, printed, minted again and replayed. */
export interface TokenRecipe {
  /**
   * `delegated` means a user's token only in a case that needs a delegated or scoped route, or a role; in any other it
   * means the caller this API has: where the manifest lets no user in, it is minted as `app-only`.
   */
  readonly baseline: Baseline
  /** Default: the first version the target declares. */
  readonly version?: '1.0' | '2.0'
  readonly mutations?: readonly Mutation[]
}

/** A minted token. `header` and `claims` are what the wire form says, where it can be read. */
export interface MintedToken {
  readonly wire: string
  readonly header?: JsonObject
  readonly claims?: JsonObject
}
