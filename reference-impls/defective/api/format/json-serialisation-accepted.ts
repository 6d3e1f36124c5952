import { type Defect, defectiveApi } from '../base/defect.ts'
import { isObject } from '../base/json.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The JSON serialisation of a JWS is accepted',
  description:
    'A general JOSE verifier is called instead of a JWT one, so headers outside the signature come in as well.',
  foundBy: ['api.format.json.flattened', 'api.format.json.general', 'api.format.json.base64'],
} satisfies Defect

function compactOf(text: string): string | undefined {
  const json = text.startsWith('{') ? text : Buffer.from(text, 'base64url').toString()
  if (!json.startsWith('{') || text.includes('.ey')) return undefined
  try {
    const jws: unknown = JSON.parse(json)
    if (!isObject(jws)) return undefined
    const signatures: unknown = jws['signatures']
    const first: unknown = Array.isArray(signatures) ? signatures[0] : jws
    return isObject(first) ? [first['protected'], jws['payload'], first['signature']].map(String).join('.') : undefined
  } catch {
    return undefined
  }
}

export default defectiveApi({
  readBearer: (request, url) => {
    const header = request.headers.get('authorization') ?? ''
    const text = header.replace(/^bearer +/i, '')
    return compactOf(text) ?? defaults.readBearer(request, url)
  },
})
