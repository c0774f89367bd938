export { nearest, suggestion } from "#text";
