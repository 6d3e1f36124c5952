import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Of two Authorization headers the last is taken',
  description: '`header.split(",").at(-1)`: the gateway in front may have checked the other one.',
  foundBy: [
    'api.transport.two-tokens.forged-then-good',
    'api.transport.two-tokens.same-header-twice',
    'api.transport.scheme.absent',
  ],
} satisfies Defect

export default defectiveApi({
  readBearer: (request, url) => {
    const last = (request.headers.get('authorization') ?? '').split(',').at(-1)?.trim() ?? ''
    return /^(?:bearer +)?([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(last)?.[1] ?? defaults.readBearer(request, url)
  },
})
