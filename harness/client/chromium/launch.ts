import type { Browser, BrowserType } from 'playwright-core'
import { z } from 'zod'

import { ConfigError, InternalError } from '../../errors.ts'
import { browserArguments } from '../../demo/browser.ts'
import type { CertificateAuthority } from '../../mounts/contract.ts'
import { endGroup, watchGroup } from '../../targets/guardian.ts'
import { createTemporaryFolder } from '../../temporary-folder.ts'
import type { BrowserKind } from '../browser-driver.ts'
import { unableReason } from './able.ts'
import { ChromiumDriver } from './driver.ts'

/** Its pages need the machine, and so do their targets. */
const atOnce = 2

/** Where nothing listens. */
const nowhere = 'http://127.0.0.1:9'

/** A Chromium that plays the browsers of a run. Disposing ends it. */
export interface RunningChromium extends AsyncDisposable {
  readonly kind: BrowserKind
}

/**
 * Starts the one Chromium of a run.
 * @param authority whose certificates the sign-in pages show
 * @throws {ConfigError} `BROWSER_…`
 */
export async function launchChromium(
  executablePath: string,
  authority: CertificateAuthority,
): Promise<RunningChromium> {
  const chromium = await loadPlaywright()
  await using stack = new AsyncDisposableStack()
  const { path: folder } = stack.use(await createTemporaryFolder('chromium'))
  // What belongs to no window has no proxy of its own, and gets nowhere.
  const args = [...(await browserArguments(nowhere, authority)), '--disable-gpu']
  const options = { executablePath, args, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }
  const launched = await within(folder, () => chromium.launch(options)).catch((error: unknown) => {
    throw new ConfigError('BROWSER_NOT_STARTED', `${executablePath} does not start.`, 'Start it by hand to see why.', {
      details: saidBy(error),
      cause: error,
    })
  })
  const group = await processOf(launched)
  watchGroup(group)
  stack.defer(() => endGroup(group))
  stack.defer(() => launched.close())
  const resources = stack.move()
  return {
    kind: {
      atOnce,
      unable: unableReason,
      drive: (world) => new ChromiumDriver(world, launched, authority),
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** What the browser itself said, without the fifty arguments it was started with. */
function saidBy(error: unknown): string {
  const said = String(error).matchAll(/^\[pid=\d+\]\[err\] (.+)$/gm)
  const lines = Array.from(said, ([, line = '']) => line)
  return lines.length > 0 ? lines.join('\n') : String(error)
}

const processInfoSchema = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.int().positive() })) })

/** The process that leads all others of a browser: Playwright starts it with a group of its own. */
async function processOf(launched: Browser): Promise<number> {
  const session = await launched.newBrowserCDPSession()
  const { processInfo } = processInfoSchema.parse(await session.send('SystemInfo.getProcessInfo'))
  await session.detach()
  const leader = processInfo.find(({ type }) => type === 'browser')
  if (leader !== undefined) return leader.id
  throw new InternalError(
    'BROWSER_WITHOUT_PROCESS',
    'Chromium names no process of its own.',
    'Try another version of it.',
  )
}

/** @throws {ConfigError} `BROWSER_PACKAGE_MISSING` */
export async function loadPlaywright(): Promise<BrowserType> {
  try {
    return (await import('playwright-core')).chromium
  } catch (error) {
    throw new ConfigError(
      'BROWSER_PACKAGE_MISSING',
      'The package playwright-core, which drives Chromium, is not installed.',
      'npm install --save-dev playwright-core',
      { cause: error },
    )
  }
}

/** Has temporary files of this thread go into a folder meanwhile: Playwright has no option for where its profiles are. */
async function within<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    return await action()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
