import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'Of two Authorization headers the first is taken',
  description: '`header.split(",")[0]`: the gateway in front may have checked the other one.',
  foundBy: [
    'api.transport.two-tokens.good-then-forged',
    'api.transport.two-tokens.same-header-twice',
    'api.transport.credentials.comma-joined',
  ],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const [first = ''] = (request.headers.get('authorization') ?? '').split(',')
    return /^bearer +([\w.-]+)$/i.exec(first)?.[1] ?? defaults.readBearer(request, url)
  },
})
