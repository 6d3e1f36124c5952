import { createApiClient } from '../../node/web-app/src/api-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The app waits for the API as long as it takes',
  description: 'No timeout: an API that hangs takes the app along.',
  foundBy: ['web-app.calling-the-api.api-slow'],
}

startWith(() => ({ api: createApiClient({ timeoutMs: 120_000 }) }))
