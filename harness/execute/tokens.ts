import type { Case, ExchangeCase } from '../case.ts'
import type { Route } from '../manifest.ts'
import { mint, type MintIdentity } from '../tokens/mint.ts'
import type { Baseline, MintedToken, TokenRecipe } from '../tokens/recipe.ts'
import type { Platform } from '../world.ts'
import { identityFor, routeVariables } from './case-variables.ts'

/**
 * Tokens minted within the same five minutes share their times, so that the two of a pair differ in one point alone. Far
 * less than their life of an hour.
 */
const periodSeconds = 5 * 60

export type Caller = 'delegated' | 'app-only'

/** Mints one world's tokens, each once. */
export class TokenBench {
  readonly #platform: Platform
  readonly #minted = new Map<string, Promise<MintedToken>>()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /** Whose token a baseline is: where the API lets no user in, its caller is an application. */
  callerOf(baseline: Baseline | undefined): Caller {
    if (baseline === 'app-only') return 'app-only'
    return this.#platform.table.find('delegated', 'delegated') === undefined ? 'app-only' : 'delegated'
  }

  /**
   * @param route decides the scopes and roles of the baseline
   * @param extra variables besides the world's and the route's: what a scenario captured, `n`
   * @param identity overrides who the baseline is issued to
   */
  async mint(
    recipe: TokenRecipe,
    route: Route,
    extra: Readonly<Record<string, string>> = {},
    identity: Partial<MintIdentity> = {},
  ): Promise<MintedToken> {
    if (dependsOnTime(recipe)) return this.#mintNow(recipe, route, extra, identity)
    const keyInUse = this.#platform.key('tenant').kid
    const key = JSON.stringify([recipe, route.method, route.path, extra, identity, keyInUse, this.#issuedAt()])
    const token = this.#minted.get(key) ?? this.#mintNow(recipe, route, extra, identity)
    this.#minted.set(key, token)
    return token
  }

  #issuedAt(): number {
    const now = Math.floor(this.#platform.clock.now() / 1000)
    return now - (now % periodSeconds)
  }

  /** Starts minting what the cases will ask for, while the target starts. */
  premint(cases: readonly Case[]): void {
    for (const item of cases) {
      if (item.kind !== 'exchange' || item.token === undefined || dependsOnTime(item.token)) continue
      const route = this.#routeOf(item)
      if (route !== undefined) this.mint(item.token, route).catch(() => {})
    }
  }

  #routeOf(item: ExchangeCase): Route | undefined {
    return this.#platform.table.find(item.request?.route ?? 'protected', this.callerOf(item.token?.baseline))
  }

  #mintNow(
    recipe: TokenRecipe,
    route: Route,
    extra: Readonly<Record<string, string>>,
    identity: Partial<MintIdentity>,
  ): Promise<MintedToken> {
    const platform = this.#platform
    const baseline = recipe.baseline === 'delegated' ? this.callerOf('delegated') : recipe.baseline
    return mint(
      { ...recipe, baseline },
      {
        now: Math.floor(platform.clock.now() / 1000),
        issuedAt: this.#issuedAt(),
        variables: { ...platform.variables, ...routeVariables(platform, route), ...extra },
        clockToleranceSeconds: platform.config.api.clockToleranceSeconds,
        key: (ref) => platform.key(ref),
        identity: { ...identityFor(platform, route), ...identity },
      },
    )
  }
}

/** Seconds count in it, so it is minted right before it is sent. */
function dependsOnTime(recipe: TokenRecipe): boolean {
  return JSON.stringify(recipe).includes('"$now')
}
