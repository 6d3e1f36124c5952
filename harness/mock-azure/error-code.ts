import { z } from 'zod'

/** Error documents of Entra ID, OAuth 2.0 (IMDS), and of Azure's services. */
const entraError = z
  .looseObject({ error_codes: z.array(z.number()).min(1) })
  .transform(({ error_codes: [code] }) => `AADSTS${code}`)
const oauthError = z.looseObject({ error: z.string() }).transform(({ error }) => error)
const azureError = z
  .looseObject({
    error: z.looseObject({ code: z.string(), innererror: z.looseObject({ code: z.string() }).optional() }),
  })
  .transform(({ error: { code, innererror } }) => innererror?.code ?? code)
const errorDocument = z.union([entraError, oauthError, azureError])

/**
 * What an answer says went wrong, in a word: Entra ID's code wherever it stands (a document, a page, a redirect), else
 * the code of the service's own error document, for example `ForbiddenByRbac`.
 */
export async function errorCodeOf(answer: Response): Promise<string | undefined> {
  const location = answer.headers.get('location')
  if (location !== null) return codeIn(location)
  const type = answer.headers.get('content-type') ?? ''
  // A page may tell of a wrong password with 200; a document with 200 is read by nobody here.
  if (type.startsWith('text/html')) return codeIn(await answer.clone().text())
  if (answer.status < 400 || !type.startsWith('application/json')) return undefined
  return readDocument(await answer.clone().text())
}

function codeIn(text: string): string | undefined {
  return /AADSTS\d+/.exec(text)?.[0]
}

function readDocument(text: string): string | undefined {
  try {
    return errorDocument.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
