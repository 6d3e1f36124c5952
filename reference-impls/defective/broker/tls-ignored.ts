import { createBroker } from '../../node/token-broker/broker.ts'
import { listen } from '../../node/token-broker/server.ts'
import { readSettings } from '../../node/token-broker/settings.ts'

export const defect = {
  title: 'The certificate is read and not used',
  description: 'It goes on with plain http, and nobody who set it up notices.',
  foundBy: ['token-broker.access.tls'],
}

const settings = readSettings(process.env)
listen({ ...settings, tls: undefined }, createBroker(settings))
