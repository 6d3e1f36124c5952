import { createBroker } from '../../node/token-broker/broker.ts'
import { listen } from '../../node/token-broker/server.ts'
import { readSettings } from '../../node/token-broker/settings.ts'

export const defect = {
  title: 'HOST is read and not used',
  description: 'It stays on loopback, where the containers that are to ask it do not reach it.',
  foundBy: ['token-broker.access.listens-tls'],
}

const settings = readSettings(process.env)
listen({ ...settings, host: '127.0.0.1' }, createBroker(settings))
