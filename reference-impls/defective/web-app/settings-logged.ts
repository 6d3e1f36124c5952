import { start } from '../../node/web-app/src/server.ts'

export const defect = {
  title: 'The settings are logged at the start',
  description: '`console.log(process.env)`: a line to see what the container was given, and the secret is in it.',
  foundBy: ['web-app.session.tokens-on-the-server'],
}

console.log(JSON.stringify(process.env))
start()
