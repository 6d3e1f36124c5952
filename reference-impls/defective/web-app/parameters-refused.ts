import { signInRefused } from '../../node/web-app/src/problems.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'A response with parameters that nobody knows is refused',
  description: 'A strict schema of the query, which Entra ID outgrows.',
  foundBy: ['web-app.sign-in.unknown-parameters', 'web-app.sign-in.issuer-right'],
}

const known = new Set(['code', 'state', 'session_state', 'client_info', 'error', 'error_description', 'error_uri'])

startWith(({ readResponse }) => ({
  readResponse: (c) => {
    if (Object.keys(c.req.query()).some((name) => !known.has(name))) throw signInRefused('an unknown parameter')
    return readResponse(c)
  },
}))
