import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'Demo mode does not say that it is one',
  description: 'Its answers look like those of the model.',
  foundBy: ['credentials.managed-identity.demo-said'],
}

const nowhere = 'https://nowhere.invalid'
const demo = {
  PORT: process.env['PORT'],
  AZURE_OPENAI_ENDPOINT: nowhere,
  AZURE_OPENAI_DEPLOYMENT: 'none',
  AZURE_CONTAINER_APPS_SESSION_POOL_ENDPOINT: nowhere,
}

start(process.env['DEMO_MODE'] === 'true' ? demo : process.env, {
  chat: () => () => Promise.resolve('Six times seven is forty-two.'),
})
