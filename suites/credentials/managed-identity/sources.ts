import type { ClientCase, RequestCheck } from '../../../harness/client-case.ts'
import { targetSources, type TargetSource } from '../../../harness/mock-command/identity-source.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import {
  asked,
  chat,
  code,
  failure,
  fault,
  identityFamily,
  mark,
  modelResource,
  sessionsResource,
  status,
} from './steps.ts'

type Source = Exclude<TargetSource, 'none'>
const all = targetSources.filter((source) => source !== 'none')

interface Form {
  readonly name: string
  readonly page: string
  /** How a request for this resource is written. */
  readonly request: (resource: string) => RequestCheck
}

/** How each source is asked. Source: the page named with it. */
const forms: Readonly<Record<Source, Form>> = {
  'app-service': {
    name: 'App Service and Container Apps',
    page: 'azure/container-apps/managed-identity',
    request: (resource) => ({
      method: 'GET',
      headers: { 'x-identity-header': '/./' },
      query: { resource, 'api-version': '2019-08-01' },
    }),
  },
  imds: {
    name: 'the instance metadata service',
    page: 'entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
    request: (resource) => ({
      method: 'GET',
      headers: { metadata: 'true', 'x-forwarded-for': null },
      query: { resource },
    }),
  },
  'azure-ml': {
    name: 'Azure Machine Learning',
    page: 'azure/machine-learning/how-to-authenticate-online-endpoint',
    request: (resource) => ({ method: 'GET', headers: { secret: '/./' }, query: { resource } }),
  },
  'cloud-shell': {
    name: 'Cloud Shell',
    page: 'azure/cloud-shell/msi-authorization',
    request: (resource) => ({ method: 'POST', headers: { metadata: 'true' }, form: { resource } }),
  },
  'service-fabric': {
    name: 'Service Fabric',
    page: 'azure/service-fabric/how-to-managed-identity-service-fabric-app-code',
    request: (resource) => ({
      method: 'GET',
      url: '/^https:/',
      headers: { secret: '/./' },
      query: { resource, 'api-version': '2019-07-01-preview' },
    }),
  },
  // Its first answer names a file that only those may read who may use the identity; its content is the key.
  arc: {
    name: 'an Arc-enabled server',
    page: 'azure/azure-arc/servers/managed-identity-authentication',
    request: (resource) => ({
      method: 'GET',
      headers: { metadata: 'true' },
      query: { resource, 'api-version': '/^20(19-11|20-06)-01$/' },
    }),
  },
}

function family({ page, name }: Form): ClientFamily {
  return {
    ...identityFamily,
    requirement: microsoft(page, name, `Where the environment tells of ${name}, the token MUST be asked for there.`),
    severity: 'medium',
    gains: 'The application does not run where it is meant to, and somebody gives it a secret instead.',
    needs: ['action.chat', 'action.code'],
  }
}

function casesOf(source: Source, form: Form): readonly ClientCase[] {
  const endpoint = `${source}.token` as const
  const answered = { ...form.request('/./'), status: 200 } as const
  const others = all.filter((each) => each !== source && each !== 'imds')
  return [
    clientCase(family(form), {
      id: `credentials.managed-identity.${source}`,
      title: `Both services are called with tokens of ${form.name}`,
      needs: [`source.${source}`],
      start: { source },
      isolation: 'fresh',
      steps: [
        chat(),
        code(),
        asked(endpoint, { atLeast: 2, where: answered }, 'the tokens came from somewhere else'),
        asked(endpoint, { some: form.request(modelResource) }, 'nobody asked for a token for the model'),
        asked(endpoint, { some: form.request(sessionsResource) }, 'nobody asked for a token for sessions'),
      ],
    }),
    clientCase(family(form), {
      id: `credentials.managed-identity.${source}-alone`,
      title: `With ${form.name}, no other source of identities is asked for tokens`,
      needs: [`source.${source}`],
      start: { source },
      isolation: 'fresh',
      steps: [
        chat(),
        asked(endpoint, { atLeast: 1 }, 'the source was not asked at all'),
        {
          do: 'ledger',
          of: others.map((each) => `${each}.token` as const),
          exactly: 0,
          because: 'another source was asked',
        },
        ...(source === 'imds'
          ? []
          : [asked('imds.token', { where: { query: { resource: '/./' } }, exactly: 0 }, 'IMDS was asked for a token')]),
      ],
    }),
  ]
}

/** A file of one line that everybody may read, outside the folder of the keys. */
const anotherFile = '/proc/sys/kernel/ostype'

const keyOfAnotherFile = clientCase(family(forms.arc), {
  id: 'credentials.managed-identity.arc-other-file',
  title: 'A challenge that names a file outside the folder of the keys is not followed',
  requirement: {
    text: 'A client MUST NOT read whatever file the other side names, and send what is in it.',
    source: 'CWE-73: External Control of File Name or Path',
    url: 'https://cwe.mitre.org/data/definitions/73.html',
  },
  gains: 'Whoever answers in place of the agent is sent any file that the application may read.',
  needs: ['source.arc'],
  start: { source: 'arc' },
  isolation: 'fresh',
  steps: [
    chat({ control: true, label: 'with a key of the agent' }),
    mark,
    fault('arc.token', status(401, { 'www-authenticate': `Basic realm=${anotherFile}` })),
    code({ expect: failure }),
    asked('arc.token', { atLeast: 1, none: { headers: { authorization: '/./' } } }, 'another file was read and sent'),
  ],
})

/** Every source that a configuration can declare. */
export const sourceCases: readonly ClientCase[] = [
  ...all.flatMap((source) => casesOf(source, forms[source])),
  keyOfAnotherFile,
]
