import { startWith } from './base/start.ts'

export const defect = {
  title: "The page shows the ID token's claims in place of the API's answer",
  description: 'They look alike, so nobody noticed.',
  foundBy: ['web-app.calling-the-api.answer-shown'],
}

startWith(() => ({ api: { send: () => Promise.resolve({ status: 200, body: { name: 'User' } }) } }))
