/** What a user has chosen for itself: the language in which the desk answers. */
import type { Actor, Language, Preferences } from '../model.js';
import { customerKey, PREFERENCES } from '../store/kinds.js';
import { type Ports, requireUser } from './ports.js';

/** What the user has chosen; nothing where it has not. @throws Refusal DocumentUnreadable. */
export async function preferences(ports: Ports, actor: Actor): Promise<Preferences> {
  return (await ports.documents.read(PREFERENCES, keyOf(actor))) ?? {};
}

/** Notes the language in which the user wants to be answered from now on. @throws Refusal UnknownUser. */
export async function setLanguage(ports: Ports, actor: Actor, language: Language): Promise<void> {
  await requireUser(ports, actor);
  await ports.documents.update(PREFERENCES, keyOf(actor), (current) => {
    if (current?.language === language) return { next: current, result: undefined };
    return { next: { ...current, language }, result: undefined };
  });
}

/** Users have keys of the same form as customers. */
function keyOf({ partnerId, userId }: Actor): string {
  return customerKey(partnerId, userId);
}
