/** A module whose default export gives something else than an API. */
export default () => ({ listen: () => {} })
