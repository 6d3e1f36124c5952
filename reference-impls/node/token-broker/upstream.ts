import type { AccessToken, TokenCredential } from '@azure/identity'

/** No token came from Azure. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure'
  /** `refused`: Entra ID said no, and will again. `unavailable`: later it may work. */
  readonly kind: 'refused' | 'unavailable'

  constructor(kind: UpstreamFailure['kind'], cause: unknown) {
    super(kind === 'refused' ? 'Entra ID refused the request' : 'no token came', { cause })
    this.kind = kind
  }
}

/**
 * A token of the broker's own identity.
 * @throws {UpstreamFailure}
 */
export async function fetchToken(credential: TokenCredential, scope: string): Promise<AccessToken> {
  try {
    const token = await credential.getToken(scope)
    if (token === null) throw new Error('the credential gave none')
    return token
  } catch (error) {
    throw new UpstreamFailure(isRefusal(error) ? 'refused' : 'unavailable', error)
  }
}

/** The SDK gives such an error the status of the token endpoint's answer; the SDK has already tried a 5xx again. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== 'AuthenticationError') return false
  const status = 'statusCode' in error ? Number(error.statusCode) : 0
  return status >= 400 && status < 500 && status !== 429
}

/** The causes in one line, for the log. None of the SDK's errors holds a token. */
export function oneLine(error: unknown): string {
  const texts: string[] = []
  for (let at = error; at instanceof Error && texts.length < 4; at = at.cause) texts.push(summary(at))
  return texts.join(' <- ')
}

function summary(error: Error): string {
  const inner: unknown = 'errors' in error ? error.errors : undefined
  const said = Array.isArray(inner)
    ? inner
        .map(String)
        .map((text) => shorten(text, 160))
        .join(' | ')
    : ''
  return said === '' ? `${error.name}: ${shorten(error.message, 300)}` : `${error.name}: ${said}`
}

function shorten(text: string, length: number): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, length)
}
