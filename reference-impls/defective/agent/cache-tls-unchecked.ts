import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'Certificates are not checked',
  description: '`NODE_TLS_REJECT_UNAUTHORIZED=0`, which made the app work behind the proxy of the company.',
  foundBy: ['caches.tokens.conduct.tls-model'],
}

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
start(process.env)
