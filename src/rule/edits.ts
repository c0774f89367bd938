import type { Edit, Span } from "#text";

/** Puts `text` in the place of a span. */
export function replace(span: Span, text: string): Edit {
  return { span, text };
}

/** Takes a span out. */
export function remove(span: Span): Edit {
  return { span, text: "" };
}

/** Puts `text` right before a span. */
export function insertBefore(span: Span, text: string): Edit {
  return { span: span.document.span(span.start, span.start), text };
}

/** Puts `text` right after a span. */
export function insertAfter(span: Span, text: string): Edit {
  return { span: span.document.span(span.end, span.end), text };
}
