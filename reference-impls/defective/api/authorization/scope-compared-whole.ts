import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'scp is compared as a whole',
  description: '`scp === "access_as_user"`: a second scope locks the user out.',
  foundBy: [
    'api.authorization.scope.first-of-several',
    'api.authorization.scope.between-others',
    'api.authorization.scope.last-of-several',
  ],
} satisfies Defect

export default defectiveApi({ scopesOf: (claims) => [String(claims['scp'])] })
