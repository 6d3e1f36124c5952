import { startWithAssertions } from '../base/own-assertion.ts'

export const defect = {
  title: 'The identifiers of assertions are counted',
  description: '`jti: String(++count)` begins anew with each start, and anybody can tell the next.',
  foundBy: ['credentials.certificate.identifier'],
}

let count = 0
startWithAssertions(({ header, claims }) => {
  count += 1
  return { header, claims: { ...claims, jti: String(count) } }
})
