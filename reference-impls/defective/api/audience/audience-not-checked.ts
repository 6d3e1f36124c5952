import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'The audience is not checked',
  description: '`validateAudience: false`: any token of the tenant opens this API, though it was issued for another.',
  foundBy: [
    'api.audience.other-api',
    'api.audience.other-api-uri',
    'api.audience.other-api-unsafe',
    'api.audience.web-app',
    'api.audience.daemon',
  ],
} satisfies Defect

export default defectiveApi({ checkAudience: () => {} })
