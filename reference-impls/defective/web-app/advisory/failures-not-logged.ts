import { startWith } from '../base/start.ts'

export const defect = {
  title: 'Failures leave no line in the log',
  description: 'The user sees a page, and nobody else learns of it.',
  foundBy: ['web-app.calling-the-api.api-failure-logged'],
}

startWith(() => ({ log: () => undefined }))
