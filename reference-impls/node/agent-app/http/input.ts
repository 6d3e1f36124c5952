import { z } from 'zod'

/** What a person may send at once. */
const maxLength = 8000

export const messageInput = z.object({ message: z.string().trim().min(1).max(maxLength) })
export const codeInput = z.object({
  code: z
    .string()
    .max(maxLength)
    .refine((code) => code.trim() !== ''),
})
