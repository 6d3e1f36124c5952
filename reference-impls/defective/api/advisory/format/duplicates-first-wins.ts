import { type Defect, defectiveApi } from '../../base/defect.ts'
import { membersLeniently } from '../../base/mistakes.ts'

export const defect = {
  title: 'A member that occurs twice is taken as its first',
  description: 'A hand-written reader stops at the first match; whoever reads the last sees another token.',
  foundBy: [
    'api.format.duplicate.alg.wrong-last',
    'api.format.duplicate.kid.wrong-last',
    'api.format.duplicate.aud.wrong-last',
    'api.format.duplicate.exp.wrong-last',
    'api.format.duplicate.nbf.wrong-last',
    'api.format.duplicate.iss.wrong-last',
    'api.format.duplicate.tid.wrong-last',
    'api.format.duplicate.scp.wrong-last',
  ],
} satisfies Defect

function firstValue(text: string, name: string): unknown {
  const raw = new RegExp(`"${RegExp.escape(name)}":("(?:[^"\\\\]|\\\\.)*"|[\\d.]+|null|true|false)`).exec(text)?.[1]
  return raw === undefined ? undefined : JSON.parse(raw)
}

export default defectiveApi({
  parseJson: (bytes) => {
    const last = membersLeniently(bytes)
    const text = Buffer.from(bytes).toString()
    const first = Object.entries(last).map(([name, value]): [string, unknown] => [
      name,
      firstValue(text, name) ?? value,
    ])
    return Object.fromEntries(first)
  },
})
