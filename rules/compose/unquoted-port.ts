import { compose, replace, rule, textOf } from "#rule";

export default rule({
  id: "unquoted-port",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "A port is not in quotes",
  why: "YAML may read `22:22` as a number in base sixty. Quotes make sure that a port stays what was written.",
  remedy: "Put the port in quotes.",
  peers: {
    same: [
      { id: "dclint:require-quotes-in-ports" },
    ],
  },
  options: {
    quotes: {
      values: ["double", "single"],
      default: "double",
      meaning: "Which quotes the fix writes.",
    },
  },
  on: "service",

  *check(service, { options }) {
    const quote = options.quotes === "single" ? "'" : '"';
    for (const key of ["ports", "expose"]) {
      const list = service.get(key);
      for (const item of list?.kind === "list" ? list.items : []) {
        if (item.kind !== "scalar" || item.style !== "plain" || item.text === "") continue;
        const fix = { title: "put it in quotes", safe: true, edits: [replace(item.span, `${quote}${textOf(item.span)}${quote}`)] };
        yield { at: item.span, message: `${item.text} is not in quotes`, ...(item.aliasSpan ? {} : { fix }) };
      }
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            ports:
              - 8080:80 # the site
            expose: [9000, "9001"]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ports:
              - "8080:80" # the site
            expose: ["9000", "9001"]
      `,
    },
    {
      about: "The long form passes; the option chooses the quotes of the fix",
      options: { quotes: "single" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            ports: [8080:80]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ports: ['8080:80']
          api:
            image: nginx:1.27
            ports:
              - target: 80
                published: 8081
      `,
      fixed: compose`
        services:
          web:
            image: nginx:1.27
            ports: ['8080:80']
      `,
    },
  ],
});

