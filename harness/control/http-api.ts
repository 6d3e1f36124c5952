import { type Context, Hono } from 'hono'
import { z } from 'zod'

import { ConfigError } from '../errors.ts'
import { appChangeSchema, appSchema } from '../seed/app-schema.ts'
import {
  appRoleAssignmentSchema,
  consentSchema,
  groupSchema,
  guestSchema,
  signInSchema,
  tenantSchema,
  userChangeSchema,
  userSchema,
} from '../seed/directory-schema.ts'
import { identitySchema, roleAssignmentSchema, secretSchema } from '../seed/resource-schema.ts'
import type { Control } from './contract.ts'
import { answerError, notFound } from './http-errors.ts'
import { faultSchema, vaultChangeSchema } from './schemas.ts'
import { body, check } from './http-input.ts'
import { addLedger } from './http-ledger.ts'
import { ledgerPage } from './ledger-page.ts'
import { isSecret } from './secret.ts'

const keyChoiceSchema = z.strictObject({ kid: z.string().exactOptional() })
const moveSchema = z.strictObject({ ms: z.number() })
const lifetimeSchema = z.strictObject({ tokenLifetimeSeconds: z.int().positive() })

/**
 * A control over HTTP. Everything but the page at `/`, which holds no data, takes the secret as a bearer token. Bodies
 * and answers are JSON; `202`s are not used: what is answered is in force.
 */
export function createHttpApi(control: Control, secret: string): Hono {
  const api = new Hono()
  api.get('/', () => ledgerPage())
  api.use('*', async (context, next) => {
    if (isSecret(context.req.header('authorization'), secret)) return next()
    const fix = 'Send `Authorization: Bearer …` with the secret that was printed at the start.'
    throw new ConfigError('CONTROL_UNAUTHORIZED', 'The control takes the secret of this run.', fix)
  })
  addDirectory(api, control)
  addResources(api, control)
  addScript(api, control)
  addLedger(api, control.ledger)
  api.notFound((context) => answerError(context, notFound(context)))
  api.onError((error, context) => answerError(context, error))
  return api
}

function addDirectory(api: Hono, { tenants, keys, apps, users }: Control): void {
  api.get('/tenants', (context) => context.json(tenants.list()))
  api.post('/tenants', async (context) => context.json(await tenants.add(await body(context, tenantSchema)), 201))
  api.get('/keys', (context) => context.json(keys.list(named(context))))
  api.post('/keys', async (context) => context.json(await keys.publish(named(context)), 201))
  api.post('/keys/rollover', async (context) => {
    const { kid } = await body(context, keyChoiceSchema)
    return context.json(await keys.rollover(named(context), kid))
  })
  api.delete('/keys/:kid', (context) => done(context, () => keys.retire(named(context), context.req.param('kid'))))

  api.get('/apps', (context) => context.json(apps.list(named(context))))
  api.post('/apps', async (context) => context.json(apps.add(await body(context, appSchema)), 201))
  api.patch('/apps/:client', async (context) =>
    context.json(apps.change(context.req.param('client'), await body(context, appChangeSchema))),
  )
  api.post(
    '/consents',
    taking(consentSchema, (value) => apps.consent(value)),
  )
  api.delete('/apps/:client/consents', (context) =>
    done(context, () => apps.revokeConsents(context.req.param('client'), named(context))),
  )
  api.post(
    '/app-role-assignments',
    taking(appRoleAssignmentSchema, (value) => apps.assignRole(value)),
  )
  api.delete(
    '/app-role-assignments',
    taking(appRoleAssignmentSchema, (value) => apps.unassignRole(value)),
  )

  api.get('/users', (context) => context.json(users.list()))
  api.post('/users', async (context) => context.json(users.add(await body(context, userSchema)), 201))
  api.patch('/users/:user', async (context) =>
    context.json(users.change(context.req.param('user'), await body(context, userChangeSchema))),
  )
  api.post('/users/:user/revoke-sessions', (context) =>
    done(context, () => users.revokeSessions(context.req.param('user'))),
  )
  api.post(
    '/guests',
    taking(guestSchema, (value) => users.invite(value)),
  )
  api.post(
    '/groups',
    taking(groupSchema, (value) => users.addGroup(value)),
  )
}

function addResources(api: Hono, { identities, roleAssignments, vaults }: Control): void {
  api.get('/identities', (context) => context.json(identities.list()))
  api.post(
    '/identities',
    taking(identitySchema, (value) => identities.assign(value)),
  )
  api.delete('/identities/:client', (context) => done(context, () => identities.unassign(context.req.param('client'))))
  api.put(
    '/identities/token-lifetime',
    taking(lifetimeSchema, ({ tokenLifetimeSeconds }) => {
      identities.tokenLifetimeSeconds = tokenLifetimeSeconds
    }),
  )

  api.get('/role-assignments', (context) => context.json(roleAssignments.list()))
  api.post(
    '/role-assignments',
    taking(roleAssignmentSchema, (value) => roleAssignments.add(value)),
  )
  api.delete(
    '/role-assignments',
    taking(roleAssignmentSchema, (value) => roleAssignments.remove(value)),
  )

  api.get('/vaults', (context) => context.json(vaults.list()))
  api.patch('/vaults/:vault', async (context) => {
    const change = await body(context, vaultChangeSchema)
    return done(context, () => vaults.change(context.req.param('vault'), change))
  })
  api.get('/vaults/:vault/secrets', (context) => context.json(vaults.secrets(context.req.param('vault'))))
  api.put('/vaults/:vault/secrets/:name', async (context) => {
    const { vault, name } = context.req.param()
    const secret = check(secretSchema, { ...(await body(context, z.looseObject({}))), name })
    return context.json({ version: vaults.setSecret(vault, secret) })
  })
  api.delete('/vaults/:vault/secrets/:name', (context) => {
    const { vault, name } = context.req.param()
    return done(context, () => vaults.deleteSecret(vault, name))
  })
}

/** What steers the cloud: who signs in, what fails, what time it is, and how it stood before. */
function addScript(api: Hono, control: Control): void {
  const { faults, clock, snapshots } = control
  api.get('/sign-in', (context) => context.json(control.signIn))
  api.put(
    '/sign-in',
    taking(signInSchema, (mode) => {
      control.signIn = mode
    }),
  )

  api.get('/faults', (context) => context.json(faults.list()))
  api.post('/faults', async (context) => context.json({ id: faults.add(await body(context, faultSchema)) }, 201))
  api.delete('/faults', (context) => done(context, () => faults.clear()))
  api.delete('/faults/:id', (context) => done(context, () => faults.remove(context.req.param('id'))))

  api.get('/clock', (context) => context.json(clock.read()))
  api.post('/clock/move', async (context) => context.json(clock.move((await body(context, moveSchema)).ms)))
  api.post('/clock/reset', (context) => context.json(clock.reset()))

  api.get('/snapshots', (context) => context.json(snapshots.list()))
  api.post('/snapshots', (context) => context.json({ id: snapshots.take() }, 201))
  api.post('/snapshots/:id/restore', (context) => done(context, () => snapshots.restore(context.req.param('id'))))
  api.delete('/snapshots/:id', (context) => done(context, () => snapshots.drop(context.req.param('id'))))
}

/** The tenant that a request names, if it does. */
function named({ req }: Context): string | undefined {
  return req.query('tenant')
}

/** 204, once it is done. */
function done(context: Context, action: () => void): Response {
  action()
  return context.body(null, 204)
}

/** An operation whose only argument is the body. */
function taking<T>(schema: z.ZodType<T>, action: (value: T) => void): (context: Context) => Promise<Response> {
  return async (context) => {
    const value = await body(context, schema)
    return done(context, () => action(value))
  }
}
