/** The one client and the one API that all servers know. */
export const tenantId = 'a1a1a1a1-0000-4000-8000-000000000001'
export const clientId = 'c1c1c1c1-0000-4000-8000-000000000001'
export const clientSecret = 'a-secret-of-the-bench'
export const apiUri = 'api://c2c2c2c2-0000-4000-8000-000000000001'

/** The form of a request for a token. */
export function tokenRequest(): string {
  const parameters = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  return new URLSearchParams({ ...parameters, scope: `${apiUri}/.default` }).toString()
}

/** The port that a server of the bench is to listen on. */
export function portToServe(): number {
  return Number(process.argv[2])
}

/**
 * Tells the bench that the server listens; from then on, how much time of the processor it has taken whenever asked, and
 * ends when told to (a signal would keep Node from saving what it compiled).
 */
export function sayListening(): void {
  process.send?.('listening')
  process.on('disconnect', () => process.exit())
  process.on('message', (message) => (message === 'end' ? process.exit() : process.send?.(process.cpuUsage())))
}
