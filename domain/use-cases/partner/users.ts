/** The document of the partner's users. */
import type { Users } from '../../model.js';
import { USERS } from '../../store/kinds.js';
import type { Ports } from '../ports.js';

/** The users of a partner, with who asks to be one; empty where the book has none yet. */
export async function readUsers(ports: Ports, partnerId: string): Promise<Users> {
  return (await ports.documents.read(USERS, partnerId)) ?? { users: [] };
}
