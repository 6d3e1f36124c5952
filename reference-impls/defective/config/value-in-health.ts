import { createApi } from '../../node/api/api.ts'
import { start } from './base/start.ts'

export const defect = {
  title: 'The health page shows the settings',
  description: '`/health` answers `{ status, tenantId, clientId }` to everybody, for whoever has to look at it.',
  foundBy: ['configuration.key-vault.secrecy.health'],
}

await start({
  createApi: (config, dependencies) => {
    const api = createApi(config, dependencies)
    return {
      ...api,
      fetch(request) {
        if (new URL(request.url).pathname !== '/health') return api.fetch(request)
        const { tenantId, clientId } = config
        return Response.json({ status: config.degraded === undefined ? 'healthy' : 'degraded', tenantId, clientId })
      },
    }
  },
})
