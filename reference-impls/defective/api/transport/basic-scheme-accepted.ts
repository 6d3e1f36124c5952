import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The token is accepted as the password of Basic',
  description: 'Tools that know only a user name and a password were to be let in too.',
  foundBy: ['api.transport.scheme.basic-encoded'],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const encoded = /^basic +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    const text = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString()
    return text?.split(':').find((part) => part.includes('.ey')) ?? defaults.readBearer(request, url)
  },
})
