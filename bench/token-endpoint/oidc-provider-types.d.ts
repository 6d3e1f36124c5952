/** What the bench uses of it: the package comes without types. */
declare module 'oidc-provider' {
  export default class OidcProvider {
    constructor(issuer: string, configuration: object)
    listen(port: number, host: string, listening: () => void): void
  }
}
