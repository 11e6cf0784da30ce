/** What CSV does not carry: the partner's profile and policy, a JSON document a line. Read into an empty book only. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { type PartnerPolicy, type PartnerProfile, policySchema, profileSchema } from '../model.js';
import type { Problem } from './rows.js';

export interface PartnerFile {
  readonly profile: PartnerProfile;
  readonly policy: PartnerPolicy;
}

const lineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('profile'), document: profileSchema }),
  z.strictObject({ kind: z.literal('policy'), document: policySchema }),
]);
type Line = z.infer<typeof lineSchema>;

export const isPartnerFile = (path: string) => path.endsWith('.jsonl');

/** The profile and the policy in a file; a problem where they are not both there. */
export async function readPartnerFile(path: string): Promise<PartnerFile | Problem> {
  const file = basename(path);
  try {
    const texts = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    const lines = texts.map((text) => lineSchema.parse(JSON.parse(text)));
    const profile = lines.find((line) => line.kind === 'profile')?.document;
    const policy = lines.find((line) => line.kind === 'policy')?.document;
    if (profile && policy) return { profile, policy };
    return { file, line: 1, reason: 'the profile and the policy of the partner must both be there' };
  } catch {
    return { file, line: 1, reason: 'this is no partner file of the desk' };
  }
}

/** The text of such a file. */
export function partnerFileText({ profile, policy }: PartnerFile): string {
  const lines: Line[] = [
    { kind: 'profile', document: profile },
    { kind: 'policy', document: policy },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
