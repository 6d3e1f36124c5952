import type { Case, ProbeCase } from '../../../harness/case.ts'
import { requirements } from '../../requirements.ts'

const matrix = {
  kind: 'probe',
  requirement: requirements.functionLevelAuthorization,
  level: 'MUST',
  severity: 'critical',
  maker: 'another-client',
  probe: 'access-matrix',
} satisfies Partial<ProbeCase>

/** What the manifest declares, for every route. */
export const matrixCases: readonly Case[] = [
  {
    ...matrix,
    id: 'api.authorization.matrix.scopes',
    title: 'Every route lets in exactly the scopes the manifest gives it',
    needs: ['scoped-route'],
    gains: 'A client with one permission calls a route that asks for another.',
    with: { by: 'scopes' },
  },
  {
    ...matrix,
    id: 'api.authorization.matrix.roles',
    title: 'Every route lets in exactly the user roles the manifest gives it',
    needs: ['role-route'],
    gains: 'A user with one role calls a route that asks for another.',
    with: { by: 'roles' },
  },
  {
    ...matrix,
    id: 'api.authorization.matrix.app-roles',
    title: 'Every route lets in exactly the application roles the manifest gives it',
    needs: ['app-role-route'],
    gains: 'An application with one role calls a route that asks for another.',
    with: { by: 'appRoles' },
  },
  {
    ...matrix,
    id: 'api.authorization.matrix.caller-kinds',
    title: 'Every route lets in exactly the kinds of caller the manifest gives it: users, applications or both',
    needs: ['protected-route'],
    gains: 'Applications act where a user must be present, or users where only a trusted service may.',
    with: { by: 'callerKind' },
  },
]
