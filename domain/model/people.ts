/** Who acts: roles, users, and who did what. */
import { z } from 'zod';
import { id } from './basics.js';

/** The roles of Partner Center that the rules know (rules section 1). */
export const ROLES = [
  'AdminAgent',
  'GlobalAdmin',
  'SalesAgent',
  'HelpdeskAgent',
  'UserManagementAdmin',
] as const;
export type Role = (typeof ROLES)[number];
const roleSchema = z.enum(ROLES);

/** Who acts: a partner and one of its users. Roles are never part of it; they are read at the act (rules section 1). */
export interface Actor {
  readonly partnerId: string;
  readonly userId: string;
}

/** Who did it, as it was at that moment. */
export const actorStampSchema = z.strictObject({ userId: id, name: z.string(), roles: z.array(roleSchema) });
export type ActorStamp = z.infer<typeof actorStampSchema>;

/** In place of a user id: done at the start of the desk, as its configuration says. No user has it. */
export const CONFIGURATION = 'configuration';

export const partnerUserSchema = z.strictObject({
  id,
  name: z.string(),
  email: z.string(),
  phone: z.string().optional(),
  roles: z.array(roleSchema),
  /** Object id in Microsoft Entra ID, by which Teams names the user. */
  aadObjectId: z.string().optional(),
  removed: z.boolean().optional(),
});
export type PartnerUser = z.infer<typeof partnerUserSchema>;

/** The languages that the desk speaks; the first one where the user's is none of them. */
export const LANGUAGES = ['en', 'nl', 'sv'] as const;
export type Language = (typeof LANGUAGES)[number];
