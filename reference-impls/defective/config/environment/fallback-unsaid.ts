import { start } from '../base/start.ts'

export const defect = {
  title: 'It goes on with the environment and does not say so',
  description: 'The fallback is allowed, but nothing in the log tells that it happened, or why.',
  foundBy: ['configuration.key-vault.policy.warning'],
}

await start({ log: () => {} })
