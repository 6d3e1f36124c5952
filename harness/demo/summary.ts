import { table, userRows } from '../mock-command/summary.ts'
import { browserProgram } from './browser.ts'
import type { RunningDemo } from './contract.ts'

/**
 * What a person needs to try it.
 * @param profile an empty folder for the browser: a profile of its own
 */
export function renderDemo(demo: RunningDemo, profile: string): string {
  const { url: control, secret } = demo.cloud.controlServer
  return [
    `${demo.title}\n${demo.description}\n`,
    table(
      'Runs',
      demo.parts.map(({ name, url }) => [name, url]),
    ),
    table('Users, their passwords and roles', demo.signIn ? userRows(demo.cloud) : []),
    table(
      'Try',
      demo.steps.map((step, index) => [`${index + 1}. ${step}`]),
    ),
    howToOpen(demo, profile),
    table('Every request to the cloud, as a page for any browser', [[`${control}/#${secret}`]]),
  ]
    .filter((text) => text !== '')
    .join('\n')
}

function howToOpen(demo: RunningDemo, profile: string): string {
  if (!demo.signIn) return table('Open it in any browser', [[demo.url]])
  return [
    'Open it in a Chromium for which login.microsoftonline.com is the stand-in cloud; any other browser would ask',
    'Microsoft. It has a profile of its own, and of certificates it does not know it trusts those of this run alone:',
    '',
    `  ${browserCommand(demo, profile)}`,
    '',
  ].join('\n')
}

function browserCommand(demo: RunningDemo, profile: string): string {
  // As root, which it is in most containers, Chromium runs without its sandbox or not at all.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const words = [browserProgram(), `--user-data-dir=${profile}`, ...demo.browserArguments, ...root, demo.url]
  return words.map(quote).join(' ')
}

/** A word of a POSIX shell (XCU §2.2.2). */
function quote(word: string): string {
  return /^[\w./:=,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
