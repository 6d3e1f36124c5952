import { defineConfig } from 'vitest/config'

const inCi = process.env['CI'] !== undefined

/**
 * The project's own tests. The conformance suites themselves are started by `entra-conformance run`. In CI the tests
 * leave Allure results in `reports/tests`.
 */
export default defineConfig({
  test: {
    include: ['{harness,suites,fixtures,reference-impls,bench,examples}/**/*.test.ts'],
    // They wait for processes and answers more than they work.
    maxWorkers: '100%',
    // Only what hangs takes so long, however busy the machine is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...(inCi
      ? {
          setupFiles: ['allure-vitest/setup'],
          reporters: ['default', ['allure-vitest/reporter', { resultsDir: 'reports/tests/allure-results' }]],
        }
      : {}),
  },
})
