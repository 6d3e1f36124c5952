import { SignJWT } from 'jose'

import type { Clock, RandomSource } from '../../clock.ts'
import { atEndpoint, createRoutes, type Service } from '../service.ts'
import type { WorkloadIssuer } from './contract.ts'

/** The discovery documents and key sets of issuers outside Entra ID (OpenID Connect Discovery 1.0 §4). */
export function createWorkloadIssuers(issuers: readonly WorkloadIssuer[]): Service {
  const app = createRoutes()
  for (const { issuer, keys } of issuers) {
    const { pathname, origin } = new URL(issuer)
    const path = pathname.replace(/\/$/, '')
    const jwksPath = `${path}/openid/v1/jwks`
    app.get(`${path}/.well-known/openid-configuration`.toLowerCase(), (context) =>
      atEndpoint(context, { endpoint: 'workload-issuer.discovery', tenantId: undefined }, () =>
        Response.json({
          issuer,
          jwks_uri: `${origin}${jwksPath}`,
          response_types_supported: ['id_token'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        }),
      ),
    )
    app.get(jwksPath.toLowerCase(), (context) =>
      atEndpoint(context, { endpoint: 'workload-issuer.keys', tenantId: undefined }, () =>
        Response.json({
          keys: keys.map(({ publicJwk: { kty, use, kid, n, e } }) => ({ kty, use, kid, n, e, alg: 'RS256' })),
        }),
      ),
    )
  }
  return { hosts: new Set(issuers.map(({ issuer }) => new URL(issuer).hostname)), app }
}

interface WorkloadToken {
  readonly clock: Clock
  readonly random: RandomSource
  readonly issuer: WorkloadIssuer
  /** In Kubernetes `system:serviceaccount:{namespace}:{name}`. */
  readonly subject: string
  /** Default `api://AzureADTokenExchange`. */
  readonly audience?: string
  /** Default 3600, as Kubernetes projects them. */
  readonly lifetimeSeconds?: number
}

/**
 * The token that a platform outside Azure puts into the file `AZURE_FEDERATED_TOKEN_FILE` names, for Entra ID to
 * exchange.
 * Source: https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export async function signWorkloadToken(token: WorkloadToken): Promise<string> {
  const [{ kid, privateKey }] = token.issuer.keys
  const iat = Math.floor(token.clock.now() / 1000)
  const exp = iat + (token.lifetimeSeconds ?? 3600)
  return new SignJWT({
    aud: [token.audience ?? 'api://AzureADTokenExchange'],
    exp,
    iat,
    iss: token.issuer.issuer,
    jti: token.random.uuid(),
    nbf: iat,
    sub: token.subject,
  })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(privateKey)
}
