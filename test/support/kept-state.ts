/** What a conversation has kept, changed behind its back: as an earlier version of the desk would have written it. */
import { z } from 'zod';
import type { DocumentKind, Documents } from '../../domain/store/documents.js';

/** A dialog on a stack, with whatever it keeps. */
export interface KeptDialog {
  id: string;
  version?: string;
  // biome-ignore lint/suspicious/noExplicitAny: it stands for what was written in any shape
  state: any;
}

export interface KeptState {
  desk: Record<string, unknown>;
  dialogs: { dialogStack: KeptDialog[] };
}

const STATE: DocumentKind<{ key: string; version: number; value: KeptState }> = {
  name: 'state',
  format: 1,
  schema: z.any(),
};

/** Changes what the one conversation in the book has kept. */
export async function changeState(documents: Documents, change: (value: KeptState) => void): Promise<void> {
  const [key = ''] = await documents.list(STATE);
  await documents.update(STATE, key, (current) => {
    if (!current) throw new Error('no conversation has kept anything yet');
    const next = structuredClone(current);
    change(next.value);
    return { next, result: undefined };
  });
}

/** The dialogs that are open, from the desk to the prompt that waits: each with those that it keeps. */
export function openIn({ dialogs }: KeptState): KeptDialog[] {
  const inner = (stack: KeptDialog[]): KeptDialog[] =>
    stack.flatMap((one) => [one, ...inner(one.state?.dialogs?.dialogStack ?? [])]);
  return inner(dialogs.dialogStack);
}
