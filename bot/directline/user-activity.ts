/** What the chat page may send: little of what an activity can hold, and nothing about who speaks or where. */
import { z } from 'zod';
import { LIMITS } from '../limits.js';

const name = z.string().min(1).max(100);
export const localeSchema = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/);

const value = z
  .record(z.string(), z.unknown())
  .refine((fields) => JSON.stringify(fields).length <= LIMITS.body.value, 'value is too large');

/** Web Chat knows its own message again by the first, and hides the submit of a card by the second. */
const channelData = z
  .object({
    clientActivityID: name.optional().catch(undefined),
    postBack: z.boolean().optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

/** Unknown fields are left out; a known one that is of no use here (such as an odd locale) is left out as well. */
export const userActivitySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    text: z.string().max(LIMITS.body.text, `text is longer than ${LIMITS.body.text} characters`).optional(),
    textFormat: z.literal('plain').optional().catch(undefined),
    value: value.optional(),
    locale: localeSchema.optional().catch(undefined),
    channelData,
  }),
  z.object({
    type: z.literal('event'),
    name,
    value: value.optional(),
    locale: localeSchema.optional().catch(undefined),
    channelData,
  }),
]);
export type UserActivity = z.infer<typeof userActivitySchema>;
