// Patterns are put to names in lower case: one that takes both cases costs a short run more than all else it does with it.
const SECRET_FILES = /(?:^|\/)(?:\.ssh|\.aws|\.gnupg|\.netrc|\.npmrc|\.pypirc|\.git-credentials|\.env|id_(?:rsa|dsa|ecdsa|ed25519)|credentials(?:\.\w+)?|[^/]*\.(?:pem|key|p12|pfx|jks|keystore|kdbx))(?:\/|$)/;

/** True for a path whose name says that it holds keys or credentials: `/root/.ssh/id_rsa`, `/root/.npmrc`, `server.key`. */
export function isSecretFile(path: string): boolean {
  return SECRET_FILES.test(path.toLowerCase());
}

/** Words of a variable's name, between underscores, that say that it holds a secret; BuildKit's check knows the same ones. */
const WORDS = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/;
const TOKEN_WORDS = /(?:^|_)(?:apikey|auth|credential|key|passw(?:or)?d|pword|pass|psw|usr|secret|token|pat)(?:_|$)/;
const NO_SECRET_WORDS = /(?:^|_)(?:public|file|version)(?:_|$)/;

/** Parts of a name that tell a credential wherever they stand. */
const TELLING_PARTS = /password|passwd|passphrase|secret|token|username|private|api_?key|access_key/;

const KNOWN_NAMES: ReadonlySet<string> = new Set(`
AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_TENANT_ID AZURE_STORAGE_KEY AZURE_STORAGE_CONNECTION_STRING ARM_CLIENT_SECRET
GOOGLE_CREDENTIALS GCP_SERVICE_ACCOUNT_KEY GCLOUD_SERVICE_KEY DIGITALOCEAN_TOKEN DIGITALOCEAN_ACCESS_TOKEN DO_TOKEN LINODE_TOKEN HCLOUD_TOKEN CLOUDFLARE_API_TOKEN CLOUDFLARE_EMAIL
DOCKER_USERNAME DOCKER_PASSWORD DOCKERHUB_USERNAME DOCKERHUB_PASSWORD DOCKERHUB_TOKEN DOCKER_AUTH_CONFIG REGISTRY_USERNAME REGISTRY_PASSWORD QUAY_TOKEN
GITHUB_TOKEN GH_TOKEN GITHUB_PAT GITHUB_OAUTH_TOKEN GITHUB_USERNAME GITLAB_TOKEN CI_JOB_TOKEN GITLAB_PRIVATE_TOKEN BITBUCKET_TOKEN GIT_TOKEN GIT_CREDENTIALS
NPM_TOKEN NPM_AUTH_TOKEN NODE_AUTH_TOKEN YARN_AUTH_TOKEN PYPI_TOKEN PYPI_USERNAME TWINE_USERNAME TWINE_PASSWORD GEM_HOST_API_KEY NUGET_API_KEY CARGO_REGISTRY_TOKEN COMPOSER_AUTH ARTIFACTORY_USERNAME ARTIFACTORY_TOKEN NEXUS_USERNAME
SLACK_TOKEN SLACK_BOT_TOKEN SLACK_WEBHOOK_URL DISCORD_TOKEN TELEGRAM_TOKEN TWILIO_AUTH_TOKEN SENDGRID_API_KEY MAILGUN_API_KEY STRIPE_SECRET_KEY SENTRY_AUTH_TOKEN DATADOG_API_KEY DD_API_KEY
OPENAI_API_KEY ANTHROPIC_API_KEY HF_TOKEN HUGGINGFACE_TOKEN WANDB_API_KEY VAULT_TOKEN CONSUL_HTTP_TOKEN SONAR_TOKEN SNYK_TOKEN CODECOV_TOKEN HEROKU_API_KEY VERCEL_TOKEN NETLIFY_AUTH_TOKEN
DB_PASSWORD DB_USERNAME MYSQL_ROOT_PASSWORD POSTGRES_PASSWORD PGPASSWORD REDIS_PASSWORD MONGO_INITDB_ROOT_PASSWORD JWT_SECRET SECRET_KEY_BASE SSH_PRIVATE_KEY FTP_PASSWORD SMTP_PASSWORD
`.trim().split(/\s+/));

/** True where a word of the name says that it holds a secret, and none that it is public, a file or a version. */
export function hasSecretWord(name: string): boolean {
  const lower = name.toLowerCase();
  return WORDS.test(lower) && !NO_SECRET_WORDS.test(lower);
}

/** True for a token's usual name or word; prefixes that frameworks put before names for browsers do not count. */
export function isTokenName(name: string): boolean {
  const bare = name.replace(/^(?:VITE|REACT_APP)_/, "");
  const lower = bare.toLowerCase();
  return (TOKEN_WORDS.test(lower) && !/(?:^|_)public(?:_|$)/.test(lower) && !isCredentialsFileName(bare)) || (/TOKEN|SECRET|_PAT$/.test(bare) && KNOWN_NAMES.has(bare));
}

/** True for the usual name of a credential, user names included, or a name with a telling part in it. */
export function isKnownCredentialName(name: string): boolean {
  return KNOWN_NAMES.has(name.toUpperCase()) || TELLING_PARTS.test(name.toLowerCase());
}

/** True for a variable that names a file of credentials. */
export function isCredentialsFileName(name: string): boolean {
  return /^(?:GOOGLE_APPLICATION_CREDENTIALS|AWS_SHARED_CREDENTIALS_FILE|CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE|AZURE_AUTH_LOCATION)$/.test(name);
}

const RAILS = /^(?:SECRET_KEY_BASE|RAILS_MASTER_KEY|SECRET_TOKEN|RAILS_SECRET_TOKEN|DEVISE_(?:SECRET_KEY|PEPPER|JWT_SECRET_KEY)|ACTIVE_RECORD_ENCRYPTION_(?:PRIMARY_KEY|DETERMINISTIC_KEY|KEY_DERIVATION_SALT)|RAILS_(?:[A-Z]+_)?KEY)$/;

/** True for a secret of a Rails application. */
export function isRailsSecret(name: string): boolean {
  return RAILS.test(name);
}

const GEM = /^(?:GEM_HOST_API_KEY|RUBYGEMS_API_KEY|NPM_TOKEN|NPM_AUTH_TOKEN|NODE_AUTH_TOKEN|YARN_AUTH_TOKEN|YARN_NPM_AUTH_TOKEN|GITHUB_TOKEN|GH_TOKEN|GITLAB_TOKEN|GEMFURY_TOKEN|PACKAGECLOUD_TOKEN|CLOUDSMITH_API_KEY)$/;
/** Sections of Bundler's own configuration, written like a host. */
const BUNDLER_SETTINGS = /^BUNDLE_(?:LOCAL|BUILD|PATH|DISABLE|IGNORE_MESSAGES|MIRROR|GEM|CACHE|PLUGINS|DEFAULT|GLOBAL|SSL|TIMEOUT)__/;

/** True for a gem or package credential: a host of Bundler's (`BUNDLE_GEMS__EXAMPLE__COM`) or a usual token. */
export function isGemCredential(name: string): boolean {
  return GEM.test(name) || (/^BUNDLE_(?=[A-Z0-9_]+$)[A-Z0-9_]+?__[A-Z0-9_]/.test(name) && !BUNDLER_SETTINGS.test(name));
}
