import { start } from '../base/start.ts'

export const defect = {
  title: 'It starts with no settings at all, where those of the environment should do',
  description: 'The fallback is there, but what it falls back to is a made-up tenant: every call is refused.',
  foundBy: ['configuration.key-vault.policy.environment-in-force'],
}

const nobody = '00000000-0000-4000-8000-000000000000'

await start({
  config: (config) =>
    config.degraded === undefined ? config : { ...config, tenantId: nobody, clientId: nobody, tenants: [nobody] },
})
