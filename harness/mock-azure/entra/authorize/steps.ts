import { entraPage } from '../answers.ts'
import { entraErrorBody, EntraFailure } from '../errors.ts'
import { passwordPage } from '../html/sign-in-pages.ts'
import type { EntraRequest } from '../request.ts'
import type { Interaction } from '../state.ts'
import { type Parameters, readPageParameters } from '../token/parameters.ts'
import { accountFor } from './account-choice.ts'
import { giveConsents, neededConsents } from './consent.ts'
import { fail, failurePage, succeed } from './finish.ts'
import { showAccounts, signInAs } from './flow.ts'
import { type Purpose, readPurpose } from './purpose.ts'

interface Step {
  readonly context: string
  readonly interaction: Interaction
  readonly purpose: Purpose
  readonly parameters: Parameters
}

/** Runs one step of the sign-in pages; a failure ends the sign-in. */
async function step(request: EntraRequest, run: (step: Step) => Promise<Response>): Promise<Response> {
  const { cloud } = request
  let purpose: Purpose | undefined
  try {
    const parameters = readPageParameters('POST', request.url, request.headers, request.body)
    const context = parameters.get('ctx') ?? ''
    const interaction = cloud.state.interactions.get(context)
    if (interaction === undefined || interaction.expiresAt <= cloud.clock.now()) throw new EntraFailure(50089)
    purpose = readPurpose(request, interaction)
    if (parameters.get('cancel') !== undefined) throw new EntraFailure(65004)
    return await run({ context, interaction, purpose, parameters })
  } catch (error) {
    if (!(error instanceof EntraFailure)) throw error
    return purpose === undefined ? failurePage(request, error) : fail(request, purpose, error)
  }
}

/** Where the account page and the password page post to. */
export function login(request: EntraRequest): Promise<Response> {
  return step(request, async ({ context, interaction, purpose, parameters }) => {
    const { cloud } = request
    const name = parameters.get('login')
    if (name === undefined) return showAccounts(request, purpose, context)
    const account = findAccount(request, purpose, name)
    if (account instanceof EntraFailure) return showAccounts(request, purpose, context, describe(request, account))
    const { password } = account.user
    const typed = parameters.get('passwd')
    if (password !== undefined && typed !== password) {
      const problem = typed === undefined ? {} : { problem: describe(request, new EntraFailure(50126)) }
      const form = { action: `/${request.segment}/login`, context, ...problem }
      return entraPage(await passwordPage(form, account), cloud.random)
    }
    cloud.state.interactions.delete(context)
    return signInAs(request, purpose, account, interaction)
  })
}

/** An unknown name can be corrected on the page. */
function findAccount({ cloud }: EntraRequest, { wanted }: Purpose, name: string) {
  try {
    return accountFor(cloud, wanted, name)
  } catch (error) {
    if (error instanceof EntraFailure && error.code === 50034) return error
    throw error
  }
}

function describe(request: EntraRequest, failure: EntraFailure): string {
  return entraErrorBody({ ...request, ...request.cloud }, failure).error_description
}

/** Where the consent page posts to. */
export function consent(request: EntraRequest): Promise<Response> {
  return step(request, async ({ context, interaction, purpose, parameters }) => {
    const { cloud } = request
    const { signIn } = interaction
    if (signIn === undefined) throw new EntraFailure(50089)
    cloud.state.interactions.delete(context)
    if (parameters.get('consent') !== 'accept') throw new EntraFailure(65004)
    const account = accountFor(cloud, purpose.wanted, signIn.userId)
    giveConsents(cloud, purpose.wanted, account, neededConsents(cloud, purpose.wanted, account))
    return succeed(request, purpose, account, signIn)
  })
}
