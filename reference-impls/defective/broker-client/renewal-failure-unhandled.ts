import { byHand, isGood, isValid, startWith } from './base/vault.ts'

export const defect = {
  title: 'A renewal that fails ends the process',
  description: 'It goes on in the background, where nobody catches its error.',
  foundBy: ['token-broker.client.last-good'],
}

startWith(
  byHand(async (last, ask) => {
    if (last === undefined || !isValid(last)) return ask()
    if (!isGood(last)) void ask()
    return last
  }),
)
