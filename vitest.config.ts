import { defineConfig } from 'vitest/config'

/** The project's own tests. The conformance suites themselves are started by `entra-conformance run`. */
export default defineConfig({
  test: {
    include: ['{harness,suites,fixtures,reference-impls,bench}/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
