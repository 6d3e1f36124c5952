import { z } from 'zod'

import type {
  AppRoleAssignment,
  Consent,
  GroupSeed,
  GuestSeed,
  SignInMode,
  TenantSeed,
  UserSeed,
} from '../mock-azure/entra/contract.ts'
import { guid, host, jsonObject, name, names, ofTenant, type InSomeTenant } from './values.ts'

/** Keys are made for it. */
export const tenantSchema = z.strictObject({
  id: guid,
  domain: host.describe('For example `contoso.example`.'),
  displayName: name,
  kind: z.enum(['organization', 'consumers']).default('organization'),
}) satisfies z.ZodType<Omit<TenantSeed, 'keys'>>

const userDetails = {
  displayName: name.exactOptional(),
  email: name.exactOptional(),
  password: name.exactOptional().describe('The sign-in page asks for it. Without one a click signs in.'),
  disabled: z.boolean().exactOptional(),
  multifactor: z.boolean().exactOptional(),
  attributes: jsonObject.exactOptional(),
}

export const userSchema = z.strictObject({
  objectId: guid,
  ...ofTenant,
  userName: name.describe('The user principal name.'),
  givenName: name,
  familyName: name,
  ...userDetails,
}) satisfies z.ZodType<InSomeTenant<UserSeed>>

/** What can change about a user. */
export const userChangeSchema = z.strictObject({
  userName: name.exactOptional(),
  givenName: name.exactOptional(),
  familyName: name.exactOptional(),
  ...userDetails,
})

export const guestSchema = z.strictObject({
  userId: guid.describe("The user's object ID at home."),
  tenantId: guid.describe('The tenant that invited.'),
  objectId: guid,
}) satisfies z.ZodType<GuestSeed>

export const groupSchema = z.strictObject({
  objectId: guid,
  ...ofTenant,
  displayName: name,
  members: z.array(guid).describe('Object IDs of users, guests and groups.'),
}) satisfies z.ZodType<InSomeTenant<GroupSeed>>

export const appRoleAssignmentSchema = z.strictObject({
  ...ofTenant,
  principalId: guid.describe('Object ID of a user, guest, group or service principal; or the client ID of an app.'),
  resource: name.describe('Client ID or identifier URI of the app whose role it is.'),
  role: name.exactOptional(),
}) satisfies z.ZodType<InSomeTenant<AppRoleAssignment>>

export const consentSchema = z.strictObject({
  ...ofTenant,
  clientId: guid,
  resource: name,
  scopes: names,
  userId: guid.exactOptional().describe('Absent: an administrator consented for everybody.'),
}) satisfies z.ZodType<InSomeTenant<Consent>>

export const signInSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('page') }),
  z.strictObject({
    mode: z.literal('automatic'),
    user: name.exactOptional().describe('User name or object ID of who signs in where no `login_hint` says it.'),
    consent: z.enum(['accept', 'decline']).default('accept'),
  }),
]) satisfies z.ZodType<SignInMode>
