/** A module that cannot be loaded: what it needs is not installed. */
await import(['no', 'such', 'package'].join('-'))
