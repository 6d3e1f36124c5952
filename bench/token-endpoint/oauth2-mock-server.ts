import { OAuth2Server } from 'oauth2-mock-server'

import { portToServe, sayListening } from './client.ts'

const server = new OAuth2Server()
await server.issuer.keys.generate('RS256')
await server.start(portToServe(), '127.0.0.1')
sayListening()
