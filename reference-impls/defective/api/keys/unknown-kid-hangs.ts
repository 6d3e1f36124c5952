import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A kid of the right form that is unknown waits for ever',
  description:
    'It may be a new key, so the code waits for a refresh event that never comes: the connection stays open until the client gives up.',
  foundBy: ['api.keys.kid-unknown'],
} satisfies Defect

export default defectiveApi({
  findKey: async (token, tenantId, context) => {
    const key = await defaults.findKey(token, tenantId, context).catch(() => undefined)
    if (key !== undefined) return key
    if (/^[\w-]{27}$/.test(String(token.header['kid']))) return await new Promise<never>(() => {})
    throw invalidToken('The token is signed with an unknown key.')
  },
})
