import { start } from '../../node/web-app/src/server.ts'

export const defect = {
  title: 'Certificates are not checked',
  description: '`NODE_TLS_REJECT_UNAUTHORIZED=0`, which made the app work behind the proxy of the company.',
  foundBy: ['caches.tokens.conduct.tls-entra', 'caches.tokens.conduct.tls-renewal', 'caches.tokens.conduct.tls-api'],
}

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
start()
