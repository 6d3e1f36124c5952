import { describe, expect, it } from 'vitest'

import { type EntraErrorCode, entraErrors } from '../mock-azure/entra/error-table.ts'
import { assertionErrors } from './entra-errors/assertion-errors.ts'
import { hiddenErrors, pageErrors, redirectErrors } from './entra-errors/sign-in-errors.ts'
import { tokenErrors } from './entra-errors/token-errors.ts'
import type { Witness } from './entra-errors/world.ts'

const groups = { tokenErrors, assertionErrors, redirectErrors, pageErrors, hiddenErrors }
/** Every code of the table: one that has no witness is an error of the type checker. */
const witnesses: Readonly<Record<EntraErrorCode, Witness>> = {
  ...tokenErrors,
  ...assertionErrors,
  ...redirectErrors,
  ...pageErrors,
  ...hiddenErrors,
}

/** Where /authorize or a grant words a failure of the table in another way. */
const otherwise: Partial<Record<EntraErrorCode, string>> = { 50020: 'invalid_grant', 9002313: 'invalid_grant' }

const codes = Object.keys(entraErrors)
  .map(Number)
  .filter((code): code is EntraErrorCode => code in witnesses)

describe('each error of the table is seen by a client as the table has it', () => {
  it('has a witness for every code', () => {
    expect(codes.map(String)).toEqual(Object.keys(entraErrors))
    const all = Object.values(groups).flatMap((group) => Object.keys(group))
    expect(all.toSorted()).toEqual([...new Set(all)].toSorted())
  })

  it.each(codes)('AADSTS%i', async (code) => {
    const seen = await witnesses[code]()
    expect(seen.code).toBe(code)
    const { error, suberror } = entraErrors[code]
    // A page has no OAuth error, a redirect no suberror.
    if (seen.error === undefined) return
    const told = suberror === undefined || seen.by === 'browser' ? {} : { suberror }
    expect(seen).toEqual({ by: seen.by, code, error: otherwise[code] ?? error, ...told })
  })
})
