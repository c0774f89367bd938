/** A name as Compose makes a project's name of it: in small letters, without what such a name may not have. Empty where nothing is left. */
export function projectName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9_-]/g, "").replace(/^[_-]+/, "");
}
