import { startWith } from './base/start.ts'

export const defect = {
  title: 'The issuer that a response names is compared by its beginning',
  description: '`iss.startsWith(issuer)`.',
  foundBy: ['web-app.sign-in.issuer-like-ours'],
}

startWith(({ readResponse, settings }) => ({
  readResponse: async (c) => {
    const response = await readResponse(c)
    const ours = `https://login.microsoftonline.com/${settings.tenantId}/v2.0`
    return { ...response, iss: response.iss?.startsWith(ours) === true ? ours : response.iss }
  },
}))
