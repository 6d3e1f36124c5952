import type { Case } from '../../harness/case.ts'
import { answerCases } from './transport/answers.ts'
import { connectionCases } from './transport/connections.ts'
import { corsCases } from './transport/cors.ts'
import { credentialCases } from './transport/credentials.ts'
import { placeCases } from './transport/places.ts'
import { variantCases } from './transport/variants.ts'

/** How a request carries its token, and how it is answered. */
export const transportCases: readonly Case[] = [
  ...credentialCases,
  ...placeCases,
  ...variantCases,
  ...corsCases,
  ...answerCases,
  ...connectionCases,
]
