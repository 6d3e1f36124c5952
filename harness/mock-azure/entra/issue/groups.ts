import type { JsonObject } from '../../../json.ts'
import type { AppSeed } from '../app-contract.ts'
import type { Account, Directory } from '../contract.ts'

/** More do not go into a JWT: the token says where to ask instead. */
const mostGroups = 200
/** More do not go into a fragment. */
const mostGroupsInUrl = 5

/**
 * `groups`, as the manifest of the app that reads the token asks for them.
 * Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#groups-overage-claim
 */
export function groupClaims(directory: Directory, account: Account, reader: AppSeed, inUrl: boolean): JsonObject {
  const { tenant, objectId } = account
  const groups = chosenGroups(directory, account, reader)
  if (groups.length === 0) return {}
  if (inUrl && groups.length > mostGroupsInUrl) return { hasgroups: true }
  if (groups.length <= mostGroups) return { groups }
  const endpoint = `https://graph.windows.net/${tenant.id}/users/${objectId}/getMemberObjects`
  return { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } }
}

function chosenGroups(directory: Directory, { tenant, objectId }: Account, reader: AppSeed): readonly string[] {
  switch (reader.groupMembershipClaims ?? 'None') {
    case 'None':
      return []
    case 'SecurityGroup':
    case 'All':
      return directory.groupsOf(tenant.id, objectId)
    case 'ApplicationGroup': {
      const assigned = directory.groupsAssignedTo(tenant.id, reader)
      return directory.groupsOf(tenant.id, objectId).filter((group) => assigned.includes(group))
    }
  }
}
