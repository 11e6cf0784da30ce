/** What a conversation has kept, changed behind its back: as an earlier version of the desk would have written it. */
import type { Memories } from '../../bot/memories.js';
import type { ChannelName } from './chat.js';

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

/** Changes what the usual conversation on a channel has kept. */
export async function changeState(
  memories: Memories,
  channel: ChannelName,
  change: (value: KeptState) => void,
): Promise<void> {
  const key = `${channel}/conversations/conversation`;
  const text = await memories.read(key);
  if (text === undefined) throw new Error('no conversation has kept anything yet');
  const state = JSON.parse(text) as KeptState;
  change(state);
  await memories.write(key, JSON.stringify(state));
}

/** The dialogs that are open, from the desk to the prompt that waits: each with those that it keeps. */
export function openIn({ dialogs }: KeptState): KeptDialog[] {
  const inner = (stack: KeptDialog[]): KeptDialog[] =>
    stack.flatMap((one) => [one, ...inner(one.state?.dialogs?.dialogStack ?? [])]);
  return inner(dialogs.dialogStack);
}
