/**
 * How programs on Azure find their managed identity: App Service and Container Apps, virtual machines (IMDS), and so on.
 * Arc-enabled servers are left out: their agent's folder belongs to root.
 */
export const identitySources = ['app-service', 'imds', 'azure-ml', 'cloud-shell', 'service-fabric', 'none'] as const
export type IdentitySource = (typeof identitySources)[number]
