/** An Azure OpenAI account at `{name}.openai.azure.com`. */
export interface AzureOpenAiSeed {
  readonly kind: 'azure-openai'
  readonly name: string
  readonly tenantId: string
  readonly resourceId: string
  /** Names of the deployed models. */
  readonly deployments: readonly string[]
}

/** A Container Apps pool of code interpreter sessions at `{region}.dynamicsessions.io`, or of sessions of one's own. */
export interface SessionPoolSeed {
  readonly kind: 'session-pool'
  readonly tenantId: string
  /** `/subscriptions/{id}/resourceGroups/{name}/providers/Microsoft.App/sessionPools/{name}` */
  readonly resourceId: string
  /** For example `westeurope`. */
  readonly region: string
  /**
   * The host of a pool of custom containers, `{pool}.{environment}.{region}.azurecontainerapps.io`. Every path there
   * reaches a session.
   */
  readonly containerHost?: string
}

/** A stand-in for any other resource: it answers whoever has a token for it and a role on it. */
export interface GuardedResourceSeed {
  readonly kind: 'guarded-resource'
  readonly host: string
  readonly tenantId: string
  readonly resourceId: string
  /** What may stand in `aud`; a trailing slash makes no difference. */
  readonly audiences: readonly [string, ...string[]]
  /** One of them is needed on the resource. Empty: the audience is enough. */
  readonly roles: readonly string[]
  /**
   * What it says to whom it lets in: who called what (`caller`, the default), or the claims of the token (`claims`), as
   * an API of one's own would.
   */
  readonly answers?: 'caller' | 'claims'
}

export type DownstreamSeed = AzureOpenAiSeed | SessionPoolSeed | GuardedResourceSeed
