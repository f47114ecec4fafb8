/**
 * Characters that are not seen, or turn the direction of reading round: with them a hostile text looks like another to the eye.
 * Tabs and line ends stay.
 */
const unseen =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\u{e0000}-\u{e007f}]/gu

/** Each of them by its number, the rest as it came: `报核⟨U+202E⟩`. */
export const visibleText = (text: string): string =>
  text.replace(unseen, (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
