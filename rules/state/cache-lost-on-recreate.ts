import { compose, rule } from "#rule";

export default rule({
  id: "cache-lost-on-recreate",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A large cache is downloaded again for every container",
  why: "Models and dependency caches in the container's own layer go with it. Each `up` with a new image or setting, and each `down`, fetches gigabytes anew.",
  remedy: "Mount a named volume on the folder of the cache.",
  on: "container",

  *check(container) {
    const { service } = container;
    const image = service?.image;
    if (!service || image?.value === undefined || service.build || container.purpose === "test") return;
    const name = image.value.replace(/^docker\.io\//, "");
    const cache = CACHES.find(({ pattern }) => pattern.test(name));
    if (!cache) return;
    const setting = cache.variable === undefined ? undefined : container.env.get(cache.variable);
    const path = setting ? setting.value : cache.path;
    if (!path?.startsWith("/")) return;
    const { kind } = container.fateOf(path);
    if (kind !== "writable-layer" && kind !== "anonymous-volume") return;
    yield { at: image.span, message: `${container.name} downloads ${cache.what} to ${path} again in each new container` };
  },

  examples: [
    {
      bad: compose`
        services:
          models:
            image: ollama/ollama:0.5.4
      `,
      good: compose`
        services:
          models:
            image: ollama/ollama:0.5.4
            volumes:
              - models:/root/.ollama
        volumes:
          models:
      `,
    },
  ],
});

interface Cache {
  readonly pattern: RegExp;
  readonly path: string;
  /** The variable that moves it. */
  readonly variable: string | undefined;
  readonly what: string;
}

const CACHES: readonly Cache[] = [
  { pattern: /^ollama\/ollama([:@]|$)/, path: "/root/.ollama", variable: "OLLAMA_MODELS", what: "its models" },
  { pattern: /^ghcr\.io\/huggingface\/text-(generation|embeddings)-inference([:@]|$)/, path: "/data", variable: "HUGGINGFACE_HUB_CACHE", what: "its models" },
  { pattern: /^vllm\/vllm-openai([:@]|$)/, path: "/root/.cache/huggingface", variable: "HF_HOME", what: "its models" },
  { pattern: /^(ghcr\.io\/)?aquasec(urity)?\/trivy([:@]|$)/, path: "/root/.cache/trivy", variable: "TRIVY_CACHE_DIR", what: "its database of vulnerabilities" },
];
