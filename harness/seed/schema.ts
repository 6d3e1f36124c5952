import { z } from 'zod'

import { appSchema } from './app-schema.ts'
import {
  appRoleAssignmentSchema,
  consentSchema,
  groupSchema,
  guestSchema,
  signInSchema,
  tenantSchema,
  userSchema,
} from './directory-schema.ts'
import { downstreamSchema, identitySchema, roleAssignmentSchema, vaultSchema } from './resource-schema.ts'
import { name } from './values.ts'

const variable = z.string().regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable')

const seededAppSchema = appSchema.extend({
  certificateFiles: z
    .array(name)
    .exactOptional()
    .describe('More certificates, PEM. Paths are relative to the seed file.'),
  newCertificate: z
    .strictObject({
      fileVariable: variable.describe('Set to the path of a PEM file with the private key and the certificate.'),
      thumbprintVariable: variable.exactOptional().describe('Set to the SHA-1 thumbprint, hexadecimal.'),
    })
    .exactOptional()
    .describe('Registers a certificate that is made for this run.'),
})

/** What a cloud starts with, as people write it down. */
export const seedSchema = z.strictObject({
  tenants: z.array(tenantSchema).min(1).describe('The first one is where everything belongs that names no tenant.'),
  apps: z.array(seededAppSchema).default([]),
  users: z.array(userSchema).default([]),
  guests: z.array(guestSchema).default([]),
  groups: z.array(groupSchema).default([]),
  appRoleAssignments: z.array(appRoleAssignmentSchema).default([]),
  consents: z.array(consentSchema).default([]),
  signIn: signInSchema.default({ mode: 'page' }),
  workload: z
    .strictObject({
      identities: z.array(identitySchema).default([]),
      identityHeader: name.exactOptional(),
      tokenLifetimeSeconds: z.int().positive().exactOptional().describe('Default 86399.'),
    })
    .prefault({}),
  roleAssignments: z.array(roleAssignmentSchema).default([]),
  vaults: z.array(vaultSchema).default([]),
  downstream: z.array(downstreamSchema).default([]),
  environment: z
    .record(variable, z.string())
    .default({})
    .describe("The app's own settings, written beside the variables that lead it here."),
})

export type Seed = z.infer<typeof seedSchema>
/** As it is written, with defaults left out. */
export type SeedInput = z.input<typeof seedSchema>
