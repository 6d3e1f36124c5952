import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTemporaryFolder } from '../../temporary-folder.ts'
import { findClients, readDefect } from './defects.ts'

async function defectOf(source: string): Promise<unknown> {
  await using folder = await createTemporaryFolder('defect')
  const file = join(folder.path, 'twin.ts')
  await writeFile(file, source)
  return await readDefect(file)
}

test('what a program says of its defect is read without running it', async () => {
  const source = `
export const defect = {
  title: 'The state is not compared',
  foundBy: ['web-app.sign-in.state-replaced'],
} satisfies object

throw new Error('started')
`
  expect(await defectOf(source)).toEqual({
    title: 'The state is not compared',
    foundBy: ['web-app.sign-in.state-replaced'],
  })
})

test.each([
  ['nothing', 'start()'],
  ['no case', "export const defect = {\n  title: 'The state is not compared',\n  foundBy: [],\n}\n"],
])('a program that names %s is no defective implementation', async (_, source) => {
  await expect(defectOf(source)).rejects.toMatchObject({ code: 'DEFECT_INVALID' })
})

test('each system has its correct implementation, and every defective one is found', async () => {
  const all = await findClients()
  const correct = all.filter(({ outcome }) => outcome === 'conformant').map(({ name }) => name)
  expect(correct).toEqual(expect.arrayContaining(['agent', 'broker', 'config', 'web-app']))
  // Its programs are tried with the broker itself.
  expect(correct).not.toContain('broker-client')
  const titles = all
    .filter(({ outcome }) => outcome !== 'conformant')
    .map(({ name, title }) => `${name.split('/')[0]}: ${title}`)
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
})
