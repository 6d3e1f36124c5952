import type { Case, Expectation, RouteRef, ScenarioCase, Step } from '../../../harness/case.ts'
import { requirements } from '../../requirements.ts'
import { accepted, claims, notCredentials, valid } from '../recipes.ts'

const otherUser = claims({
  oid: '${secondUserId}',
  sub: 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB',
  name: 'Second User',
  preferred_username: 'second.user@${tenantDomain}',
})

const ownership = {
  kind: 'scenario',
  isolation: 'shared',
  requirement: requirements.objectLevelAuthorization,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['delegated-route', 'owned-resource'],
  gains: "Any signed-in user changes or deletes what is somebody else's.",
} satisfies Partial<ScenarioCase>

const missing: Expectation = { outcome: 'status', anyOf: [404, 410] }
const refusedOrHidden: Expectation = { outcome: 'status', anyOf: [403, 404] }

const create: Step = {
  do: 'send',
  label: 'create',
  token: valid,
  request: { route: 'resource.create' },
  expect: accepted,
  capture: { id: '$id' },
  control: true,
}

function own(label: string, route: RouteRef, expect: Expectation = accepted): Step {
  return { do: 'send', label, token: valid, request: { route }, expect }
}

function foreign(label: string, route: RouteRef): Step {
  return { do: 'send', label, token: otherUser, request: { route }, expect: refusedOrHidden }
}

function anonymous(label: string, route: RouteRef): Step {
  return { do: 'send', label, token: null, request: { route }, expect: notCredentials }
}

/** The author still finds the resource, without what was written under that label. */
function unchanged(label: string): Step {
  return {
    do: 'send',
    label: 'look',
    token: valid,
    request: { route: 'resource.read' },
    expect: accepted,
    answer: { lacks: [`\${canary}-${label}`] },
  }
}

export const ownershipCases: readonly Case[] = [
  {
    ...ownership,
    id: 'api.authorization.ownership.update-own',
    title: 'The author of a resource may change it',
    gains: 'Nothing; but authors cannot change what is theirs.',
    steps: [create, own('own-update', 'resource.update')],
  },
  {
    ...ownership,
    id: 'api.authorization.ownership.delete-own',
    title: 'The author of a resource may delete it, and then it is gone',
    gains: 'Nothing; but authors cannot delete what is theirs.',
    steps: [create, own('own-delete', 'resource.delete'), own('look', 'resource.read', missing)],
  },
  {
    ...ownership,
    id: 'api.authorization.ownership.update-others',
    title: "A user cannot change another user's resource",
    severity: 'critical',
    steps: [create, foreign('foreign-update', 'resource.update'), unchanged('foreign-update')],
  },
  {
    ...ownership,
    id: 'api.authorization.ownership.delete-others',
    title: "A user cannot delete another user's resource",
    severity: 'critical',
    steps: [create, foreign('foreign-delete', 'resource.delete'), unchanged('foreign-delete')],
  },
  {
    ...ownership,
    id: 'api.authorization.ownership.update-without-token',
    title: 'Nobody changes a resource without a token',
    severity: 'critical',
    maker: 'anyone',
    steps: [create, anonymous('anonymous-update', 'resource.update'), unchanged('anonymous-update')],
  },
  {
    ...ownership,
    id: 'api.authorization.ownership.delete-without-token',
    title: 'Nobody deletes a resource without a token',
    severity: 'critical',
    maker: 'anyone',
    steps: [create, anonymous('anonymous-delete', 'resource.delete'), unchanged('anonymous-delete')],
  },
  {
    ...ownership,
    id: 'api.authorization.ownership.update-missing',
    title: 'A change to a resource that is gone is answered 404',
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing by itself; a deleted resource comes back, or a failure is mistaken for a success.',
    steps: [create, own('own-delete', 'resource.delete'), own('late-update', 'resource.update', missing)],
  },
  {
    ...ownership,
    id: 'api.authorization.ownership.delete-missing',
    title: 'The deletion of a resource that is gone is answered 404',
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing by itself; a failure is mistaken for a success.',
    steps: [create, own('own-delete', 'resource.delete'), own('late-delete', 'resource.delete', missing)],
  },
]
