import { toJsonText } from '../json.ts'
import { InternalError } from '../errors.ts'
import { type Results, resultsSchema } from '../verdict.ts'

/**
 * `results.json`: the whole run, held to the published schema (`docs/schemas/results.schema.json`).
 * @throws InternalError `REPORT_INVALID` where the results do not fit it
 */
export function toResultsJson(results: Results): string {
  const checked = resultsSchema.safeParse(results)
  if (!checked.success) {
    throw new InternalError(
      'REPORT_INVALID',
      'The results of this run do not fit the schema of results.json.',
      'This is a defect of entra-conformance: please report it with the details below.',
      { details: checked.error.message, cause: checked.error },
    )
  }
  return `${toJsonText(checked.data)}\n`
}
