/** 0 conformant · 1 findings · 2 could not judge. */
export type ExitCode = 0 | 1 | 2
