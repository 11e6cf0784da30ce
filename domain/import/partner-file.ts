/** What CSV does not carry: the partner's profile and policy, a JSON document a line. Read into an empty book only. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { PartnerPolicy, PartnerProfile } from '../model.js';
import type { DocumentKind } from '../store/documents.js';
import { inNewestFormat } from '../store/envelope.js';
import { POLICY, PROFILE } from '../store/kinds.js';
import type { Problem } from './rows.js';

export interface PartnerFile {
  readonly profile: PartnerProfile;
  readonly policy: PartnerPolicy;
}

const lineSchema = z.strictObject({
  kind: z.enum(['profile', 'policy']),
  /** That of the document, as in the store. The first files did not say it. */
  format: z.int().positive().default(1),
  document: z.unknown(),
});
type Line = z.infer<typeof lineSchema>;

export const isPartnerFile = (path: string) => path.endsWith('.jsonl');

/** The profile and the policy in a file; a problem where they are not both there. */
export async function readPartnerFile(path: string): Promise<PartnerFile | Problem> {
  const file = basename(path);
  try {
    const texts = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    const lines = texts.map((text) => lineSchema.parse(JSON.parse(text)));
    const profile = lines.find(({ kind }) => kind === 'profile');
    const policy = lines.find(({ kind }) => kind === 'policy');
    if (!profile || !policy)
      return { file, line: 1, reason: 'the profile and the policy of the partner must both be there' };
    if (profile.format > PROFILE.format || policy.format > POLICY.format)
      return { file, line: 1, reason: 'this file was written by a newer version of the desk' };
    return { profile: documentIn(profile, PROFILE), policy: documentIn(policy, POLICY) };
  } catch {
    return { file, line: 1, reason: 'this is no partner file of the desk' };
  }
}

/** @throws where the line has no such document. */
function documentIn<T>({ format, document }: Line, kind: DocumentKind<T>): T {
  return kind.schema.parse(inNewestFormat(kind, format, document));
}

/** The text of such a file. */
export function partnerFileText({ profile, policy }: PartnerFile): string {
  const lines: Line[] = [
    { kind: 'profile', format: PROFILE.format, document: profile },
    { kind: 'policy', format: POLICY.format, document: policy },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
