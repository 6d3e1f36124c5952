/** Time, passed in wherever it is needed, so that pure code reads no clock and tests hold it still. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Resolves after `ms` milliseconds of this clock. */
  sleep(ms: number): Promise<void>
}

/** Randomness, passed in for the same reason. */
export interface RandomSource {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array<ArrayBuffer>
  /** A lower-case version 4 UUID. */
  uuid(): string
}
