import { compose, insertBefore, rule, textOf, type VariableUse } from "#rule";

export default rule({
  id: "eaten-dollar",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A dollar sign begins a variable that nobody meant",
  why: "Compose replaces `$name` in every value. In a password or hash that takes letters away, and the login fails.",
  remedy: "Write `$$` for a dollar sign.",
  confidence: "likely",
  on: "compose",
  fix: "unsafe",

  *check(file) {
    const told = new Set<number>();
    for (const variable of file.variables) {
      if (variable.braced || variable.known || told.has(variable.scalarSpan.start) || !looksEaten(variable)) continue;
      told.add(variable.scalarSpan.start);
      const all = file.variables.filter((one) => one.scalarSpan.start === variable.scalarSpan.start && one.scalarSpan.document === variable.scalarSpan.document && !one.braced && !one.known);
      const plain = all.every((one) => textOf(one.span).startsWith("$"));
      const fix = { title: "write $$", safe: false, edits: all.map((one) => insertBefore(one.span, "$")) };
      yield { at: variable.scalarSpan, message: `a dollar sign in ${variable.path} is read as a variable`, address: variable.path, ...(plain ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            environment:
              ADMIN_PASSWORD: "so$secret9"
            labels:
              - traefik.http.middlewares.login.basicauth.users=web:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            environment:
              ADMIN_PASSWORD: "so$$secret9"
            labels:
              - traefik.http.middlewares.login.basicauth.users=web:$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/
      `,
    },
  ],
});

const HASH = /\$(apr1|2[abxy]|[156y]|argon2(id|i|d)?|scrypt|pbkdf2[\w-]*)\$/;
const CREDENTIAL = /(password|passwd|passphrase|secret|token|_pass|_pwd|basicauth|htpasswd|auth\.users)/i;

/** A hash, or a credential with a lower-case name in the middle of a word. */
function looksEaten({ scalar, start, name, path }: VariableUse): boolean {
  if (HASH.test(scalar)) return true;
  const key = scalar.slice(0, start).includes("=") ? scalar.slice(0, scalar.indexOf("=")) : path.slice(path.lastIndexOf(".") + 1);
  return CREDENTIAL.test(key) && /[A-Za-z0-9!#%^*]/.test(scalar[start - 1] ?? "") && !/^[A-Z][A-Z0-9_]*$/.test(name) && !scalar.includes("://");
}
