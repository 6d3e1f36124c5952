import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Every unknown kid fetches the key set',
  description:
    'There is no pause between two fetches for unknown key ids, so anybody can make the API flood the issuer.',
  foundBy: ['api.keys.kid-unknown-flood.sequential', 'api.keys.kid-unknown-flood.concurrent'],
} satisfies Defect

export default defectiveApi({ mayRefetch: () => true })
