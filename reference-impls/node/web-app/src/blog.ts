import { z } from 'zod'

/** What the API says of a post. */
export const postSchema = z.object({
  id: z.int(),
  /** The author's object ID. */
  author: z.string(),
  title: z.string(),
  content: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Post = z.output<typeof postSchema>

export const listSchema = z.object({ items: z.array(postSchema), total: z.int().nonnegative() })

/** What a user writes. */
export interface Draft {
  readonly title: string
  readonly content: string
}

/** The record that the API keeps of a user. */
export const profileSchema = z.object({
  oid: z.string(),
  displayName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Profile = z.output<typeof profileSchema>
