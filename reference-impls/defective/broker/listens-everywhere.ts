import { createBroker } from '../../node/token-broker/broker.ts'
import { listen } from '../../node/token-broker/server.ts'
import { readSettings } from '../../node/token-broker/settings.ts'

export const defect = {
  title: 'It listens on every address',
  description: '`server.listen(port)`: without a host, that is every network the machine is on.',
  foundBy: ['token-broker.access.listens'],
}

const settings = readSettings(process.env)
listen({ ...settings, host: '0.0.0.0' }, createBroker(settings))
