/** `entra-conformance`: types and completion for a `conformance.config.ts`. */
export { type ConfigInput, defineConfig } from '../config/schema.ts'
