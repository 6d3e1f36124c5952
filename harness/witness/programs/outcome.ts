/** What came of an SDK call, as JSON. */
export async function outcome<T>(call: () => Promise<T>): Promise<{ ok: T } | { error: Record<string, unknown> }> {
  try {
    return { ok: await call() }
  } catch (error) {
    if (!(error instanceof Error)) return { error: { message: String(error) } }
    const more = Object.fromEntries(Object.entries(error))
    return { error: { ...more, name: error.name, message: error.message } }
  }
}

/** Prints what the test reads. */
export function print(result: unknown): void {
  process.stdout.write(JSON.stringify(result))
}
