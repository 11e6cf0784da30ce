/** What Web Chat sends when a file is attached: multipart, with the message as one part and the files as others. */
import type { Request } from 'restify';
import { objectOf } from '../http.js';
import { LIMITS } from '../limits.js';
import { type UserActivity, userActivitySchema } from './user-activity.js';

/** A file as it was sent. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Upload {
  readonly said: UserActivity;
  readonly files: readonly SentFile[];
}

const LONGEST_NAME = 200;
/** What each part begins with, be it in whatever case. */
const PART = /content-disposition/gi;

/** The body as it comes in; undefined beyond the limit, from where on nothing is kept. */
export async function bodyOf(req: Request): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LIMITS.body.upload) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The message and its files; undefined where the body is no such upload, or has no file, or very many. */
export async function uploadIn(body: Buffer, contentType: string): Promise<Upload | undefined> {
  if (!/^multipart\/form-data;/i.test(contentType)) return undefined;
  // Counted first: a body of thousands of parts takes seconds to be taken apart, and nobody else is answered meanwhile.
  if ((body.toString('latin1').match(PART)?.length ?? 0) > LIMITS.body.files + 1) return undefined;
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'Content-Type': contentType },
    }).formData();
    const files = await Promise.all(
      form
        .getAll('file')
        .filter((part) => typeof part !== 'string')
        .map(async (part) => ({
          name: part.name.slice(-LONGEST_NAME),
          bytes: Buffer.from(await part.arrayBuffer()),
        })),
    );
    const activity = userActivitySchema.safeParse(objectOf(await textIn(form.get('activity'))));
    if (!activity.success || activity.data.type !== 'message' || files.length === 0) return undefined;
    return { said: activity.data, files };
  } catch {
    // What Response throws for a broken body is a TypeError, and says nothing that anybody could use.
    return undefined;
  }
}

async function textIn(part: ReturnType<FormData['get']>): Promise<string> {
  return part === null || typeof part === 'string' ? (part ?? '') : await part.text();
}
