/** Text as it is compared and searched: without case and accents, as words. */

/** Letters that stand for themselves in Unicode, and what is typed for them on another keyboard. */
const TYPED_AS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** Lower case, without accents, single-spaced. */
export function normalized(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øłđðþßæœı]/g, (letter) => TYPED_AS[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words in a text, normalized: runs of letters and digits. An apostrophe is no border: "Margie's" is one word. */
export function wordsIn(text: string): string[] {
  return (
    normalized(text)
      .replace(/['’`]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Numbers without marks between their thousands: "50,000" as "50000". */
export function ungrouped(text: string): string {
  return text.replace(/(\d)[.,](?=\d{3}(?!\d))/g, '$1');
}
