import { Holder, Items, jsonBlocks } from "../../src/report/json-blocks.ts";
import { visibleJson } from "../../src/report/visible.ts";

const text = (value: unknown): string => [...jsonBlocks(value)].join("");
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const one = (at: number): object => ({ at, list: [[], {}, [at]], text: "a\nb\u202e\u{e0041}é", nothing: undefined, none: null });

test.each([0, 1, 49, 50, 51, 120])("the blocks of a list of %d items make the JSON of the whole", (count) => {
  const items = numbers(count);
  const whole = { version: 1, left: undefined, items: items.map(one), deep: [{ "a\"b": items, own: { again: items.map(one) } }], last: "x" };
  const parts = new Holder({
    ...whole, items: new Items(items, one),
    deep: new Holder([new Holder({ "a\"b": new Items(items), own: new Holder({ again: new Items(items, one) }) })]),
  });
  expect(text(parts)).toBe(visibleJson(whole));
  expect(text(new Items(items, one))).toBe(visibleJson(items.map(one)));
});

test("items are made when their block is written, not before", () => {
  let made = 0;
  const blocks = jsonBlocks(new Items(numbers(1000), (at) => {
    made++;
    return at;
  }))[Symbol.iterator]();
  blocks.next();
  blocks.next();
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(200);
});
