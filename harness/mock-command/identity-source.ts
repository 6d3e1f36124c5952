/**
 * How programs on Azure find their managed identity: App Service and Container Apps, virtual machines (IMDS), and so on.
 * Arc-enabled servers are left out: their agent's folder belongs to root, and what somebody else starts sees no other.
 */
export const identitySources = ['app-service', 'imds', 'azure-ml', 'cloud-shell', 'service-fabric', 'none'] as const
export type IdentitySource = (typeof identitySources)[number]

/** For a target that the harness starts, an Arc-enabled server too: it is given a view of its own of that folder. */
export const targetSources = [...identitySources, 'arc'] as const
export type TargetSource = (typeof targetSources)[number]
