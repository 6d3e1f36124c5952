import { expect, test } from 'vitest'
import { catalogue } from '../../suites/catalogue.ts'
import { findImplementations, runMatrix } from './matrix.ts'
import { evaluate } from './rules.ts'

/** What it takes on two cores that do nothing else is a fifth of this. */
const timeoutMs = 600_000

test(
  'every case kills, every defect is found, and no correct implementation is accused',
  { timeout: timeoutMs },
  async () => {
    const rows = await runMatrix(await findImplementations())
    const { falseAlarms, surviving, unkilled } = evaluate(catalogue, rows)
    expect({ falseAlarms, surviving, unkilled }).toEqual({ falseAlarms: [], surviving: [], unkilled: [] })
  },
)
