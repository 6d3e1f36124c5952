import { startWith } from '../base/start.ts'

export const defect = {
  title: 'A code counts although an error stands beside it',
  description: 'Only the absence of a code is an error.',
  foundBy: ['web-app.sign-in.error-beside-code'],
}

startWith(({ readResponse }) => ({ readResponse: async (c) => ({ ...(await readResponse(c)), error: undefined }) }))
