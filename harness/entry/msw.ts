export { mockAzureHandlers, type MswMount, startMsw } from '../mounts/msw.ts'
