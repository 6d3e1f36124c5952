import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'A key published for encryption verifies signatures',
  description: '`use` is not looked at: a key that others may hold for another purpose signs tokens.',
  foundBy: ['api.keys.use-enc', 'api.keys.key-ops-encrypt', 'api.keys.duplicate-kid.for-encryption'],
} satisfies Defect

export default defectiveApi({ usableKey: (key) => key['kty'] === 'RSA' })
