import { visible } from "./visible.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text for HTML and XML, in content or in a quoted attribute: no tag, no entity, nothing hidden. */
export function escapeMarkup(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * A text for Markdown in a paragraph or a table cell. What stands between backticks stays code; all else shows as written: no
 * link, image, tag, heading, or mention of a user.
 */
export function escapeMarkdown(text: string): string {
  const parts = visible(text).split(/(`[^`]+`)/);
  return parts.map((part, at) => (at % 2 === 1 ? markdownCode(part.slice(1, -1)) : escapeProse(part))).join("");
}

/** Inline code of Markdown that also holds in a table cell. */
export function markdownCode(text: string): string {
  const shown = visible(text).replace(/\|/g, "\\|");
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}

function escapeProse(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|#~$!]/g, "\\$&")
    .replace(/&(?=#|\w)/g, "&amp;")
    .replace(/@(?=\w)/g, "@<!-- -->")
    .replace(/\b(https?|ftp):\/\//gi, "$1<!-- -->://")
    .replace(/\bwww\./gi, "www<!-- -->.");
}
