import { loadPlaywright } from '../client/chromium/launch.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { findBrowser } from '../demo/browser.ts'
import { ConfigError } from '../errors.ts'
import type { BrowserChoice } from '../run-plan.ts'

export const browserNames = ['player', 'chromium'] as const satisfies readonly BrowserChoice['name'][]

/**
 * What `--browser` means on this machine. All that a Chromium needs is looked for here, before anything is started.
 * @throws {ConfigError} `BROWSER_…`
 */
export async function chosenBrowser(
  name: BrowserChoice['name'],
  config: AnyConfig,
  path = process.env['PATH'] ?? '',
): Promise<BrowserChoice> {
  if (name === 'player') return { name }
  if (isApiConfig(config) || config.webApp === undefined) {
    throw new ConfigError(
      'BROWSER_WITHOUT_PAGES',
      'Only web apps have pages for a browser; this configuration has none.',
      'Leave --browser out, or name the configuration of a web app.',
    )
  }
  await loadPlaywright()
  const executable = findBrowser(path)
  if (executable !== undefined) return { name, executable }
  throw new ConfigError(
    'BROWSER_NOT_FOUND',
    'No Chromium, Chrome or Edge is on the PATH.',
    'Install one (Debian: apt-get install chromium), or leave --browser out.',
  )
}
