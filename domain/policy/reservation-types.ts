/** The types of reservation and the families within which they can be exchanged (rules sections 4 and 5). */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const reservationTypeSchema = z.strictObject({
  id: z.string().min(1),
  /** Types of one family can be exchanged for each other (rules section 5). */
  family: z.string().min(1),
  /** A billing plan is offered for this type; a product may still have none. */
  monthly: z.boolean(),
  /** False for what can never be refunded or exchanged (rules section 4). */
  returnable: z.boolean(),
  /** Software is charged beside the reservation: said on the review (rules section 2). */
  softwareCosts: z.boolean(),
});
export type ReservationType = z.infer<typeof reservationTypeSchema>;

/** All types, in the order in which they are offered. */
export const RESERVATION_TYPES: readonly ReservationType[] = z
  .array(reservationTypeSchema)
  .parse(JSON.parse(readFileSync(new URL('./reservation-types.json', import.meta.url), 'utf8')));

/** The type with this id. @throws Error for one that is unknown: a mistake in the price list, no matter of rules. */
export function reservationType(id: string): ReservationType {
  const type = RESERVATION_TYPES.find((each) => each.id === id);
  if (!type) throw new Error(`unknown reservation type ${id}`);
  return type;
}

/** The family of a type (rules section 5). @throws Error for a type that is unknown. */
export function familyOf(typeId: string): string {
  return reservationType(typeId).family;
}
