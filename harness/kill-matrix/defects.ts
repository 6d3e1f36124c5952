import { glob } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { ApiFactory } from '../../reference-impls/defective/api/base/api.ts'
import { configFileNames } from '../config/load.ts'
import { InternalError } from '../errors.ts'

const root = fileURLToPath(new URL('../../reference-impls/defective/api', import.meta.url))

/** The folder of those that only ever cause warnings. */
const advisory = 'advisory/'

/** An implementation to judge: a defective one, or, without `foundBy`, the correct base. */
export interface Implementation {
  /** Its path in `reference-impls/defective/api` without `.ts`: `issuer/issuer-followed`. */
  readonly name: string
  readonly file: string
  /** The folder of the configuration it is judged by: the nearest above. */
  readonly profile: string
  readonly title: string
  readonly foundBy: readonly string[]
  /** At least one of those cases must fail, so that a run ends with exit code 1 without `--strict`. */
  readonly mustFail: boolean
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

/** The correct base, once for each profile, and every defective implementation, by name. */
export async function findImplementations(): Promise<readonly Implementation[]> {
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
  const name = join('base', relative(root, profile))
  return { name, file: join(root, 'base/api.ts'), profile, title: 'The correct base', foundBy: [], mustFail: false }
}

async function describeDefect(path: string, profiles: readonly string[]): Promise<Implementation> {
  const file = join(root, path)
  const { defect } = await load(file, defectiveSchema)
  const profile = profiles.findLast((folder) => file.startsWith(join(folder, '/'))) ?? root
  const { title, foundBy } = defect
  return { name: path.replace(/\.ts$/, ''), file, profile, title, foundBy, mustFail: !path.startsWith(advisory) }
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
