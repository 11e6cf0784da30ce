/** The document of the partner's users: reading it, and changing it for whoever manages users. */
import type { Me } from '../../answers.js';
import type { Actor, PartnerUser, Users } from '../../model.js';
import { requireRole } from '../../policy/access.js';
import { rolesNow } from '../../policy/colleagues.js';
import { USERS } from '../../store/kinds.js';
import type { Ports } from '../ports.js';
import { actOnPartner, type PartnerCommand } from './act-partner.js';

/** Where a book has no users yet. */
const NOBODY: Users = { users: [] };

/** The users of a partner, with who asks to be one; empty where the book has none yet. */
export async function readUsers(ports: Ports, partnerId: string): Promise<Users> {
  return (await ports.documents.read(USERS, partnerId)) ?? NOBODY;
}

/**
 * Carries out a command on the partner's users, as `actOnPartner` does (rules section 1, "approve colleagues, give and
 * take roles"). @throws Refusal NeedsRole; what the command throws.
 */
export async function actOnUsers(
  ports: Ports,
  actor: Actor,
  me: Me,
  command: PartnerCommand<Users>,
): Promise<{ readonly document: Users; readonly changed: boolean }> {
  return await actOnPartner(ports, actor, me, USERS, NOBODY, {
    ...command,
    decide(current) {
      // This very document says who may: a role that was taken a moment ago no longer counts.
      requireRole('manageUsers', rolesNow(current.users, me.user.id));
      return command.decide(current);
    },
  });
}

/** "Hiroshi Tanaka (hiroshi@northbridge.example)", as the activity log names a user: two may have one name. */
export function subjectOf({ name, email }: Pick<PartnerUser, 'name' | 'email'>): string {
  return `${name} (${email})`;
}
