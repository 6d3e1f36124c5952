import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { ApiFactory } from '../../reference-impls/defective/base/api.ts'
import { configFileNames } from '../config/load.ts'
import { InternalError } from '../errors.ts'

const root = fileURLToPath(new URL('../../reference-impls/defective', import.meta.url))

/** An implementation to judge: a defective one, or, without `foundBy`, the correct base. */
export interface Implementation {
  /** File name without `.ts`, with its folder where it has one: `multi-tenant/tenant-list-ignored`. */
  readonly name: string
  readonly file: string
  /** The folder of the conformance.yaml it is judged by. */
  readonly profile: string
  readonly title: string
  readonly foundBy: readonly string[]
}

const implementationSchema = z.object({
  default: z.custom<ApiFactory>((value) => typeof value === 'function', 'its default export is no factory'),
})
const defectiveSchema = implementationSchema.extend({
  defect: z.object({
    title: z.string().min(10),
    description: z.string().min(20),
    foundBy: z.array(z.string().regex(/^api\.[a-z0-9.-]+$/)).min(1),
  }),
})

/** Folders with a conformance.yaml, relative to `reference-impls/defective`: one for each kind of manifest. */
export async function findProfiles(): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true })
  const folders = ['.', ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)]
  const contents = await Promise.all(folders.map((folder) => readdir(join(root, folder))))
  return folders.filter((_, index) => hasConfig(contents[index] ?? [])).map((folder) => join(root, folder))
}

const hasConfig = (names: readonly string[]): boolean => configFileNames.some((name) => names.includes(name))

/** Every defective implementation of a profile, by name. */
export async function findDefects(profile: string): Promise<readonly Implementation[]> {
  const files = (await readdir(profile)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  return Promise.all(files.toSorted().map((name) => describeDefect(profile, join(profile, name))))
}

async function describeDefect(profile: string, file: string): Promise<Implementation> {
  const { defect } = await load(file, defectiveSchema)
  const { title, foundBy } = defect
  const folder = profile === root ? '' : `${basename(dirname(file))}/`
  return { name: folder + basename(file, '.ts'), file, profile, title, foundBy }
}

export async function loadFactory(file: string): Promise<ApiFactory> {
  return (await load(file, implementationSchema)).default
}

async function load<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await import(pathToFileURL(file).href))
  if (parsed.success) return parsed.data
  throw new InternalError('DEFECT_INVALID', `${file} is no such implementation.`, 'See base/defect.ts.', {
    details: z.prettifyError(parsed.error),
  })
}
