import { Document } from "#text";
import { formats, render } from "../../src/report/index.ts";
import { escapeMarkdown, escapeMarkup } from "../../src/report/markup.ts";
import { visible, visibleJson } from "../../src/report/visible.ts";
import { findingAt, placeOf, plain, reportOf, ruleFacts, sample, spanOf } from "./sample.ts";

const escape = "\x1b]0;owned\x07\x1b[2J";
const evil = `${escape}\u202egnp.exe\r\n::error file=x::injected\n##[add-mask]x <script>alert(1)</script> ]]> \u009b31m \ud800 %0A`;
const document = new Document(`dir\n::set-env name=A::b/${evil}/Dockerfile`, `RUN echo "${evil}"\nRUN <b>\n`, "dockerfile");
const place = { ...placeOf(document.span(0, 60)), message: evil };
const hostile = reportOf(
  [findingAt(document.span(0, document.text.length), {
    message: evil, address: evil, rule: "evil-rule", help: `https://x/"><script>${evil}`, related: [place], trace: [place, place], peers: [evil],
    fix: { title: evil, safe: true, edits: [{ span: document.span(0, 3), text: evil }] },
  })],
  {
    notes: [{ path: evil, line: 1, message: evil, incomplete: true }],
    rules: new Map([["evil-rule", ruleFacts({ id: "evil-rule", title: evil, why: evil, remedy: evil })]]),
  },
);

/** All that may act on a terminal; line feeds end our own lines. */
const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

describe.each(formats)("%s", (format) => {
  const text = render(format, hostile, plain);

  test("holds no raw control character or direction control", () => {
    expect(raw.exec(text)).toBeNull();
    expect(text).toContain("gnp.exe");
  });

  test("gives no orders to a build log", () => {
    const orders = text.split("\n").filter((line) => /^\s*::/.test(line) && !(format === "github" && /^::(error|warning|notice) /.test(line)));
    expect(orders).toEqual([]);
    if (format === "github") expect(text.trimEnd().split("\n")).toHaveLength(2);
    if (!["json", "sarif", "gitlab", "rdjson"].includes(format)) expect(text).not.toMatch(/##\[add-mask/);
  });

  test("holds no tag from a file", () => {
    const outsideCode = format === "markdown" ? text.replace(/`[^`\n]+`/g, "") : text;
    if (["html", "markdown", "checkstyle", "junit"].includes(format)) expect(outsideCode).not.toMatch(/(?<!\\)<(?:script|b>)/);
  });
});

test("html runs no script and loads nothing", () => {
  const text = render("html", hostile, plain);
  expect(text).toContain("default-src 'none'");
  expect(text).not.toMatch(/<(?:script|img|link|iframe)\b|\son\w+=|href="(?!https:)/i);
});

test("coloured output holds styles only", () => {
  const text = render("pretty", hostile, { ...plain, color: true });
  expect(text).toMatch(/\x1b\[31m/);
  expect(text.replace(/\x1b\[(?:1|2|22|31|32|33|34|39)m/g, "")).not.toMatch(raw);
});

test("JSON keeps paths and edits exact", () => {
  const parsed = JSON.parse(render("json", hostile, plain)) as { findings: { path: string; fix: { edits: { text: string }[] } }[] };
  expect(parsed.findings[0]?.path).toBe(document.path);
  expect(parsed.findings[0]?.fix.edits[0]?.text).toBe(evil);
  expect(JSON.parse(visibleJson({ text: "\u0085\u{e0041}\u2028" }))).toEqual({ text: "\u0085\u{e0041}\u2028" });
});

test("what is escaped stays readable, what is harmless stays as it is", () => {
  expect(visible("a\x1b[31m\tb\u202e\n")).toBe("a\\x1b[31m\\tb\\u{202e}\\n");
  expect(visible("字 é ${x##[0-9]} %s")).toBe("字 é ${x##[0-9]} %s");
  expect(escapeMarkup(`<a href="x">&'`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
});

test("Markdown: code stays code, all else is plain text", () => {
  expect(escapeMarkdown("run `a|b *c*` now")).toBe("run `a\\|b *c*` now");
  expect(escapeMarkdown("[x](javascript:1) <b> @user `open")).toBe("\\[x\\](javascript:1) \\<b\\> @<!-- -->user \\`open");
});

describe("secrets", () => {
  test.each(formats)("%s never shows one", (format) => {
    expect(render(format, sample, plain)).not.toContain("hunter2");
  });

  test("one finding's secret is hidden in every other finding's frame", () => {
    const file = new Document("compose.yaml", "environment:\n  - APP_ID=correcthorse\n", "compose");
    const report = reportOf([
      findingAt(spanOf(file, "- APP_ID=correcthorse"), { rule: "other-rule" }),
      findingAt(spanOf(file, "correcthorse"), { family: "secrets" }),
    ]);
    const text = render("pretty", report, plain);
    expect(text).not.toContain("correcthorse");
    expect(text).toContain("- APP_ID=************");
  });

  test("the name of an ARG without a value is no secret", () => {
    const file = new Document("Dockerfile", "ARG STAGE2_TOKEN\nARG STAGE3_TOKEN=tr0ub4dor\n", "dockerfile");
    const report = reportOf(["STAGE2_TOKEN", "STAGE3_TOKEN=tr0ub4dor"].map((text) => findingAt(spanOf(file, text), { family: "secrets", message: `${text} stays in the image` })));
    const text = render("pretty", report, plain);
    expect(text).toContain("STAGE2_TOKEN stays in the image");
    expect(text).toContain("STAGE3_TOKEN=********* stays in the image");
    expect(text).not.toContain("tr0ub4dor");
  });

  test.each([
    ["ENV DB_PASSWORD=tr0ub4dor USER=app", "ENV DB_PASSWORD=********* USER=app"],
    ["      API_KEY: 'abcdef'", "      API_KEY: '******'"],
    ["RUN curl https://bob:swordfish@host/x", "RUN curl https://bob:*********@host/x"],
    ["      PASSWORD_FILE: /run/secrets/x", "      PASSWORD_FILE: /run/secrets/x"],
    ["      DB_PASSWORD: ${DB_PASSWORD}", "      DB_PASSWORD: ${DB_PASSWORD}"],
    ["secrets: [db]", "secrets: [db]"],
  ])("a line that looks like one, whatever the rule: %s", (line, shown) => {
    const file = new Document("x", `${line}\n`, "other");
    const text = render("pretty", reportOf([findingAt(file.span(0, line.length))]), plain);
    expect(text.split("\n")[2]).toBe(`    1 | ${shown}`);
  });

  test("who renders may say what to hide", () => {
    const file = new Document("x", "one two three\n", "other");
    const text = render("pretty", reportOf([findingAt(spanOf(file, "three"))]), { ...plain, maskedSpans: () => [spanOf(file, "two")] });
    expect(text).toContain("1 | one *** three");
  });
});
