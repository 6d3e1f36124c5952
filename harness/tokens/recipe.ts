import type { Json, JsonObject } from '../json.ts'

/**
 * A value inside a recipe, resolved when the token is minted:
 * - a string may hold `${variable}` (see `harness/variables.ts`)
 * - `{ "$now": -3600 }` is a NumericDate: now plus so many seconds
 * - `{ "$nowMs": 0 }` the same in milliseconds
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
  | 'other-tenant' // another Entra tenant's signing key
  | 'consumers' // the Microsoft account tenant's
  | 'outsider' // in no key set: the attacker's own

/** How the public key is written down when it is misused as an HMAC secret. */
export type PublicKeyForm =
  | 'spki-pem'
  | 'spki-pem-no-newline'
  | 'pkcs1-pem'
  | 'spki-der'
  | 'pkcs1-der'
  | 'jwk-json'
  | 'certificate-pem'
  | 'certificate-base64'

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
      readonly alg?: 'RS256' | 'RS384' | 'RS512' | 'PS256'
      readonly kidOf?: KeyRef
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
      readonly change: 'empty' | 'absent' | 'truncate' | 'flip-bit' | 'of-another-token' | 'non-canonical'
    }
  /** Replaces the payload after signing. */
  | { readonly op: 'swap-payload'; readonly values: { readonly [name: string]: Value } }
  | { readonly op: 'segments'; readonly count: 1 | 2 | 4 | 5 }
  | {
      readonly op: 'segment'
      readonly segment: Segment
      readonly change: 'empty' | 'pad' | 'standard-alphabet' | 'newline' | 'space'
    }
  | { readonly op: 'serialise'; readonly as: 'flattened' | 'general' | 'base64-json' }
  | {
      readonly op: 'encrypt'
      readonly to: 'api' | KeyRef
      readonly inner: 'signed' | 'unsigned'
      readonly alg: 'RSA-OAEP-256' | 'dir' | 'PBES2-HS256+A128KW'
      readonly compress?: boolean
      readonly p2c?: number
      readonly plaintextBytes?: number
    }
  /** Not a JWT at all. */
  | { readonly op: 'replace'; readonly text: string }
  | { readonly op: 'append'; readonly text: string }
  | { readonly op: 'prepend'; readonly text: string }

/** JSON-serialisable, so that a case can be listed, printed, minted again and replayed. */
export interface TokenRecipe {
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
