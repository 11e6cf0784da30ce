/** Colleagues who are in no book yet and ask to be let in (rules section 1, "approve colleagues"). */
import { z } from 'zod';
import { id, moment } from './basics.js';
import { actorStampSchema, ROLES } from './people.js';

const ACCESS_REQUEST_STATES = ['open', 'approved', 'declined'] as const;

export const accessRequestSchema = z.strictObject({
  /** Also the id of the user that an approval makes. */
  id,
  at: moment,
  /** Object id in Microsoft Entra ID, as validated: it is what counts. */
  aadObjectId: z.string(),
  /** What the client shows for a name: nobody vouches for it. */
  name: z.string(),
  /** Only where the channel vouches for it. */
  email: z.string().optional(),
  state: z.enum(ACCESS_REQUEST_STATES),
  /** Who decided and when, and which roles were given where it was approved. */
  closed: z
    .strictObject({ at: moment, by: actorStampSchema, roles: z.array(z.enum(ROLES)).optional() })
    .optional(),
});
/** A colleague asks for access to the desk: once, and one of the partner's user managers decides. */
export type AccessRequest = z.infer<typeof accessRequestSchema>;
