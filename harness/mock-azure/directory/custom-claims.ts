import { ConfigError } from '../../errors.ts'
import type { AppSeed } from '../entra/app-contract.ts'

/**
 * Claims that no claims-mapping policy may replace.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-claims-mapping-policy-type#claim-sets
 */
const restricted = new Set(
  [
    '_claim_names _claim_sources acr acrs aio amr appid appidacr at_hash aud auth_time azp azpacr c_hash client_id',
    'cnf exp grant_type groups hasgroups iat idp idtyp iss jti kid nbf nonce oid onprem_sid platf puid pwd_exp pwd_url',
    'rh role roles scope scp sid sub tid tid_type ttl upn uti ver xms_cc xms_ficinfo xms_mirid',
  ].flatMap((names) => names.split(' ')),
)

/** @throws {ConfigError} `MOCK_CLAIM_RESTRICTED` */
export function checkCustomClaims({ displayName, customClaims }: AppSeed): void {
  const found = customClaims?.find(({ claim }) => restricted.has(claim.toLowerCase()))
  if (found === undefined) return
  const message = `The app ${displayName} maps the claim ${found.claim}, which Entra ID alone sets.`
  throw new ConfigError('MOCK_CLAIM_RESTRICTED', message, 'Choose another name for the custom claim.')
}
