/** A module that is no target: its default export is not a function. */
export default { fetch: 'nothing' }
