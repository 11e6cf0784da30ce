/** The language of the user as Intl takes it. A channel passes on whatever the client said, so it may be no language at all. */

/** The locale itself where it is well formed, else English; never throws. */
export function knownLocale(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** Every kind of space as a space and every kind of apostrophe as one: keyboards do not have those that Intl writes. */
export function plainSigns(text: string): string {
  return text.replace(/\s/g, ' ').replace(/’/g, "'");
}
