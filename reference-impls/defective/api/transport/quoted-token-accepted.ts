import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Quotes around the token are taken off',
  description: '`token.replace(/"/g, "")`, for clients that copied the token from JSON.',
  foundBy: ['api.transport.credentials.quoted'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const header = request.headers.get('authorization') ?? ''
    return /^bearer +"([\w.-]+)"$/i.exec(header)?.[1] ?? defaults.readBearer(request, url)
  },
})
