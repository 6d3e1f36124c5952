import { type Defect, defectiveApi } from '../base/defect.ts'
import { naiveServer, requestOf } from '../base/naive-server.ts'

export const defect = {
  title: 'A line that is no header is joined to the one before',
  description:
    'A hand-written parser folds lines as HTTP did long ago and drops control characters: the token that is checked is not the text that was sent.',
  foundBy: [
    'api.format.encoding.header.newline',
    'api.format.encoding.header.fold',
    'api.format.encoding.payload.newline',
    'api.format.encoding.payload.fold',
    'api.format.bearer.nul',
    'api.format.bearer.nul-and-text',
    'api.format.bearer.delete',
    'api.format.bearer.escape',
  ],
} satisfies Defect

/** What a terminal would show of it, up to the end of a C string. */
const printable = (value: string): string =>
  value.replace(/\0.*$/s, '').replaceAll(/\x1b\[[\d;]*[A-Za-z]|[\x01-\x1f\x7f]/g, '')

export default defectiveApi({
  createServer: (handle) =>
    naiveServer(handle, {
      headerLines: (text) => {
        const lines: string[] = []
        for (const line of text.split(/[\r\n]+/)) {
          if (/^[\w-]+:/.test(line) || lines.length === 0) lines.push(line)
          else lines.push(`${lines.pop()}${line.trim()}`)
        }
        return lines
      },
      toRequest: ({ method, target, headers }, body) => {
        const clean = headers.map(([name, value]): [string, string] => [name, printable(value)])
        return requestOf(method, target, clean, body)
      },
    }),
})
