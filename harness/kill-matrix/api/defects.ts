import { glob } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { ApiFactory } from '../../../reference-impls/defective/api/base/api.ts'
import { configFileNames } from '../../config/load.ts'
import { InternalError } from '../../errors.ts'
import { type Implementation, outcomeOf } from '../implementation.ts'

const root = fileURLToPath(new URL('../../../reference-impls/defective/api', import.meta.url))

const moduleSchema = z.object({
  default: z.custom<ApiFactory>((value) => typeof value === 'function', 'its default export is no factory'),
})
const defectiveSchema = moduleSchema.extend({
  defect: z.object({
    title: z.string().min(10),
    description: z.string().min(20),
    foundBy: z.array(z.string().regex(/^api\.[a-z0-9.-]+$/)).min(1),
    alike: z.boolean().optional(),
  }),
})

/** The correct base, once for each profile, and every defective implementation, by name. */
export async function findApis(): Promise<readonly Implementation[]> {
  const files = (await Array.fromAsync(glob('*/**/*.ts', { cwd: root }))).toSorted()
  const profiles = await findProfiles()
  const defective = files.filter((file) => !file.startsWith('base/') && !isConfig(file))
  return [
    ...profiles.map(describeBase),
    ...(await Promise.all(defective.map((file) => describeDefect(file, profiles)))),
  ]
}

/** Folders with a configuration, the root first: one for each kind of manifest. */
async function findProfiles(): Promise<readonly string[]> {
  const found = await Array.fromAsync(glob(`**/{${configFileNames.join(',')}}`, { cwd: root }))
  return found.map((file) => join(root, dirname(file))).toSorted()
}

const isConfig = (file: string): boolean => configFileNames.some((name) => file.endsWith(`/${name}`))

function describeBase(profile: string): Implementation {
  const name = join('api/base', relative(root, profile))
  const file = join(root, 'base/api.ts')
  return { name, file, profile, title: 'The correct base', foundBy: [], outcome: 'conformant', alike: false }
}

async function describeDefect(path: string, profiles: readonly string[]): Promise<Implementation> {
  const file = join(root, path)
  const { defect } = await load(file, defectiveSchema)
  const { title, foundBy, alike = false } = defect
  const profile = profiles.findLast((folder) => file.startsWith(join(folder, '/'))) ?? root
  const name = join('api', path.replace(/\.ts$/, ''))
  return { name, file, profile, title, foundBy, outcome: outcomeOf(path), alike }
}

export async function loadFactory(file: string): Promise<ApiFactory> {
  return (await load(file, moduleSchema)).default
}

async function load<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await import(pathToFileURL(file).href))
  if (parsed.success) return parsed.data
  throw new InternalError('DEFECT_INVALID', `${file} is no such implementation.`, 'See base/defect.ts.', {
    details: z.prettifyError(parsed.error),
  })
}
