import type { Case } from '../../harness/case.ts'
import { bearerCases } from './format-bearer.ts'
import { documentCases } from './format-documents.ts'
import { memberCases } from './format-members.ts'
import { segmentCases } from './format-segments.ts'
import { serialisationCases } from './format-serialisations.ts'

/** What is not a compact JWS of two JSON objects is no access token, and breaks nothing. */
export const formatCases: readonly Case[] = [
  ...segmentCases,
  ...serialisationCases,
  ...documentCases,
  ...memberCases,
  ...bearerCases,
]
