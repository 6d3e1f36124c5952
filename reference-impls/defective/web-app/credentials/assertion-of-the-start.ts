import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The assertion is signed once, at the start',
  description: 'It is good for ten minutes, and so is the app.',
  foundBy: ['credentials.certificate.renewed'],
}

let first: Parameters<Parameters<typeof startWithAssertions>[0]>[0] | undefined
startWithAssertions((assertion) => (first ??= assertion))
