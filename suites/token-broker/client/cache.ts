import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import { later, mark, slowUpstream, upstream } from '../steps.ts'
import { asked, brokerGone, clientFamily, failed, id, read, use } from './steps.ts'

const guidance = 'azure/developer/javascript/sdk/authentication/best-practices'
const family: ClientFamily = {
  ...clientFamily,
  requirement: microsoft(
    guidance,
    'token lifetime and caching',
    'A token MUST be kept and used again while it is good.',
  ),
  gains: 'Each request to a service is one to the broker, which is slow, and stops when the broker does.',
}
const anHour: ClientFamily = {
  ...family,
  requirement: microsoft(
    guidance,
    'token lifetime',
    'A token MUST be renewed before it expires, and never be used after.',
  ),
  start: { client: 'known', clock: true, platform: [{ do: 'identity-lifetime', seconds: 3600 }] },
  gains: 'The program is refused by services for a token that it took for good.',
}
const outage: ClientFamily = {
  ...anHour,
  requirement: microsoft(guidance, 'token lifetime', 'While there is no new token, one that is good MUST still serve.'),
  gains: 'A restart of the broker is an outage of each of its clients.',
}

const renewed = { do: 'wait', for: { endpoint: 'token-broker', atLeast: 1 }, withinMs: 10_000 } as const

/** The credential's own cache, before that of the broker. */
export const cacheCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('many-calls'),
    title: 'Ten calls of a client one after the other are one request to the broker, and one upstream',
    steps: [
      ...Array.from({ length: 10 }, () => use()),
      asked({ exactly: 1 }, 'the broker was asked again for a token that is good'),
      upstream({ exactly: 1 }, 'so was Azure'),
    ],
  }),
  clientCase(family, {
    id: id('first-calls'),
    title: 'Fifty first calls of a client at the same time are one request to the broker, and one upstream',
    steps: [
      slowUpstream,
      { do: 'burst', times: 50, of: use() },
      asked({ exactly: 1 }, 'they did not wait for each other'),
      upstream({ exactly: 1 }, 'nor did those at the broker'),
    ],
  }),
  clientCase(anHour, {
    id: id('kept-while-good'),
    title: 'A token with half of its hour left is used again by a client',
    steps: [use({ control: true }), later(1500), use(), asked({ exactly: 1 }, 'it was renewed long before its time')],
  }),
  clientCase(anHour, {
    id: id('renewed-early'),
    title: 'A token with one minute left is renewed before a client uses it',
    steps: [
      use({ control: true }),
      later(3540),
      mark,
      // The SDK may still send the old one while it asks for the next.
      use({ label: 'a minute before the end' }),
      renewed,
      upstream({ atLeast: 1 }, 'the broker gave out the old one again'),
    ],
  }),
  clientCase(
    { ...anHour, start: { client: 'known', platform: [{ do: 'identity-lifetime', seconds: 100 }] } },
    {
      id: id('short-lived'),
      title: 'A client has a token renewed that is about to end from the start',
      steps: [use({ control: true }), mark, use(), renewed],
    },
  ),
  clientCase(
    { ...anHour, severity: 'high' },
    {
      id: id('expired'),
      title: 'After a token has expired a client uses another one',
      steps: [
        use({ control: true }),
        later(4000),
        use({ label: 'after the end' }),
        read({ atLeast: 2, distinct: ['bearer'] }, 'it sent the expired one'),
      ],
    },
  ),
  clientCase(
    {
      ...anHour,
      level: 'SHOULD',
      severity: 'low',
      requirement: microsoft(
        'javascript/api/@azure/core-auth/accesstoken',
        'AccessToken.refreshAfterTimestamp',
        'A token SHOULD be renewed when its issuer says so, which for one of a day is after half of it.',
      ),
      start: { client: 'known', clock: true },
    },
    {
      id: id('half-life'),
      title: 'A client has a token of a day renewed when half of it is over',
      steps: [
        use({ control: true }),
        later(13 * 3600),
        mark,
        // The SDK may still send the old one while it asks for the next.
        use(),
        renewed,
      ],
    },
  ),
  clientCase(
    { ...outage, start: { client: 'known' } },
    {
      id: id('broker-gone'),
      title: 'With a token that it has, a client goes on while the broker is gone',
      steps: [use({ control: true }), brokerGone, use({ label: 'without the broker' })],
    },
  ),
  clientCase(outage, {
    id: id('last-good'),
    title: 'A token that cannot be renewed is used by a client as long as it is valid',
    steps: [
      use({ control: true }),
      later(3540),
      brokerGone,
      mark,
      use({ label: 'a minute before the end' }),
      renewed,
      use({ label: 'after it could not be renewed' }),
    ],
  }),
  clientCase(
    { ...anHour, severity: 'high' },
    {
      id: id('expired-while-gone'),
      title: 'An expired token is not used by a client when there is no other',
      steps: [
        use({ control: true }),
        later(4000),
        brokerGone,
        mark,
        use({ label: 'after the end', expect: failed }),
        read({ exactly: 0 }, 'the vault was sent an expired token'),
      ],
    },
  ),
]
