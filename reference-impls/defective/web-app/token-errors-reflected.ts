import { raw } from 'hono/html'
import { z } from 'zod'

import { Problem } from '../../node/web-app/src/problems.ts'
import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'What the token endpoint says of an error is shown as it came',
  description: 'The description stands in the page without being encoded.',
  foundBy: ['web-app.sign-in.token-endpoint.description-hidden'],
}

const answerSchema = z.object({ error_description: z.string() })

startWith(({ settings, pages }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), {
    refused: (answer) => new Problem(502, 'Not signed in', answerSchema.parse(answer).error_description, 'refused'),
  }),
  pages: {
    ...pages,
    problem: ({ problem }) => raw(`<!doctype html><h1>${problem.title}</h1><p>${problem.advice}</p>`),
  },
}))
