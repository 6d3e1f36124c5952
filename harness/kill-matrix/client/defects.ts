import { glob, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'
import { packageSchema } from '../../config/load.ts'
import { InternalError } from '../../errors.ts'
import { type Implementation, outcomeOf } from '../implementation.ts'

const root = fileURLToPath(new URL('../../../reference-impls/defective', import.meta.url))

const defectSchema = z.object({
  title: z.string().min(10),
  description: z.string().min(20).optional(),
  /** Cases, or globs over them. */
  foundBy: z.array(z.string().regex(/^[a-z-]+(\.[a-z0-9*{},-]+)+$/)).min(1),
})

/**
 * The correct client of each folder whose package.json names a configuration, and every defective one. Each is judged by
 * `loadAnyConfig` with its `file` as the target: a folder stands for what the configuration itself launches.
 */
export async function findClients(): Promise<readonly Implementation[]> {
  const files = (await Array.fromAsync(glob('*/**/*.ts', { cwd: root }))).toSorted()
  const folders = await foldersOfSystems()
  const defective = files.filter((file) => !/^api\/|\/(base|testing)\/|\.test\.ts$/.test(file))
  const correct = folders.map(describeCorrect)
  return [...correct, ...(await Promise.all(defective.map(describeDefect)))]
}

/** Those whose package.json names a configuration; where modules are clients of a broker, it is tried as the broker's. */
async function foldersOfSystems(): Promise<readonly string[]> {
  const files = (await Array.fromAsync(glob('*/**/package.json', { cwd: root }))).map((file) => join(root, file))
  const named = await Promise.all(
    files.toSorted().map(async (file) => {
      const { 'entra-conformance': about } = packageSchema.parse(JSON.parse(await readFile(file, 'utf8')))
      return about.target === undefined ? [dirname(file)] : []
    }),
  )
  return named.flat()
}

function describeCorrect(folder: string): Implementation {
  const name = relative(root, folder)
  const title = 'The correct implementation'
  return { name, file: folder, profile: folder, title, foundBy: [], outcome: 'conformant', alike: false }
}

async function describeDefect(path: string): Promise<Implementation> {
  const file = join(root, path)
  const { title, foundBy } = await readDefect(file)
  const name = path.replace(/\.ts$/, '')
  return { name, file, profile: resolve(file, '..'), title, foundBy, outcome: outcomeOf(path), alike: false }
}

/**
 * What a client says of its defect. It is read from the source, not imported: the module is a program, and importing it
 * would start it.
 * @throws {InternalError} `DEFECT_INVALID`
 */
export async function readDefect(file: string): Promise<z.output<typeof defectSchema>> {
  const [, literal] = /^export const defect = (\{.*?^\})/ms.exec(await readFile(file, 'utf8')) ?? []
  const parsed = defectSchema.safeParse(literal === undefined ? undefined : runInNewContext(`(${literal})`))
  if (parsed.success) return parsed.data
  const message = `${file} does not say what its defect is.`
  throw new InternalError('DEFECT_INVALID', message, 'Export a literal `defect`: see defective/README.md.', {
    details: z.prettifyError(parsed.error),
  })
}
