/** A node of the tree that lists and reports show. */
export interface Group {
  /** What the ids of its cases start with, `api.audience`. */
  readonly id: string
  readonly title: string
  /** What its cases find out, one sentence. */
  readonly purpose: string
}
