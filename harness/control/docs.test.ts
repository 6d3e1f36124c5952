import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { createHttpApi } from './http-api.ts'
import { controlledCloud } from './testing/controlled-cloud.ts'

const root = join(import.meta.dirname, '../..')
const document = await readFile(join(root, 'docs/mock.md'), 'utf8')

test('docs/mock.md names every operation of the control, and no other', () => {
  const named = [...document.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/g)].map(([, operation]) => operation)
  const { routes } = createHttpApi(controlledCloud().control, 'secret')
  const offered = routes.filter(({ method, path }) => method !== 'ALL' && path !== '/')
  expect(new Set(named)).toEqual(new Set(offered.map(({ method, path }) => `${method} ${path}`)))
})

test.each(['mock-azure.ts', 'msw.ts'])('docs/mock.md shows the whole of examples/%s', async (file) => {
  expect(document).toContain(`\`\`\`ts\n${await readFile(join(root, 'examples', file), 'utf8')}\`\`\`\n`)
})
