export { Document, type DocumentKind } from "./document.ts";
export { lookup } from "./lookup.ts";
export { MappedText, type Piece } from "./mapped.ts";
export { nearest, suggestion } from "./nearest.ts";
export { contains, cover, textOf, type Edit, type Position, type Span, type SyntaxFault } from "./span.ts";
