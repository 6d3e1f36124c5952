import type { ClientProof } from '../issue/sign.ts'

/** A client that has shown its credential, or needs none. */
export interface AuthenticatedClient {
  readonly proof: ClientProof
  /** Whether it was by a federated credential. */
  readonly federated: boolean
}
