import type { Case } from '../../harness/case.ts'
import { algorithmCases } from './signature-algorithms.ts'
import { hmacCases } from './signature-hmac.ts'
import { tamperingCases } from './signature-tampering.ts'
import { unsignedCases } from './signature-unsigned.ts'

/** The signature is checked, with the genuine key and RS256, before anything in the token counts. */
export const signatureCases: readonly Case[] = [...unsignedCases, ...hmacCases, ...tamperingCases, ...algorithmCases]
