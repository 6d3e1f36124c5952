#!/usr/bin/env node
// Plain JavaScript that even an old Node can read, so that it can say it is too old.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(
    `entra-conformance needs Node 22.22 or newer; this is ${process.versions.node}. Try: npx -p node@24 -p entra-conformance entra-conformance`,
  )
  process.exitCode = 2
} else {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
