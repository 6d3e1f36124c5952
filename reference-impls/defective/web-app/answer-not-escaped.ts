import { raw } from 'hono/html'

import { startWith } from './base/start.ts'

export const defect = {
  title: "The API's answer stands in the page without being encoded",
  description: '`innerHTML`, as it were.',
  foundBy: ['web-app.calling-the-api.answer-escaped'],
}

startWith(({ pages }) => ({
  pages: {
    ...pages,
    claims: ({ claims }) => raw(`<!doctype html><h1>Answer</h1><p>${Object.values(claims).join('<br>')}</p>`),
  },
}))
