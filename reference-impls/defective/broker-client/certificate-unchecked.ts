import { start } from '../../node/broker-client/server.ts'

export const defect = {
  title: 'Certificates are not checked',
  description: '`NODE_TLS_REJECT_UNAUTHORIZED=0`, because the broker has a certificate of its own making.',
  foundBy: ['token-broker.client.certificate'],
}

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
start(process.env)
