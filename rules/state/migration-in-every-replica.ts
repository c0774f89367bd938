import { compose, rule, type StartCommand } from "#rule";

export default rule({
  id: "migration-in-every-replica",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Every replica changes the database schema when it starts",
  why: "The replicas start at the same time, and these tools take no lock: two of them run the same migration at once, and one fails or half of it is done twice.",
  remedy: "Run the migration once, in a service of its own that the others wait for with `condition: service_completed_successfully`.",
  confidence: "likely",
  on: "service",

  *check(service) {
    if (service.replicas === undefined || service.replicas < 2) return;
    for (const command of service.container.startCommands) {
      const tool = command.conditional ? undefined : migrationOf(command);
      if (tool === undefined) continue;
      yield { at: command.span, message: `each of the ${String(service.replicas)} replicas of ${service.name} runs ${tool} at start`, trace: command.trace };
      return;
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            command: sh -c 'python manage.py migrate && exec gunicorn shop.wsgi'
            deploy:
              replicas: 3
      `,
      good: compose`
        services:
          migrate:
            image: example/web:3
            command: python manage.py migrate
          web:
            image: example/web:3
            command: gunicorn shop.wsgi
            depends_on:
              migrate:
                condition: service_completed_successfully
            deploy:
              replicas: 3
      `,
    },
  ],
});

/** Tools that take no lock, by the words that start them. */
const MIGRATIONS: readonly (readonly [RegExp, string])[] = [
  [/^(python[\d.]* )?\S*manage\.py migrate\b(?!.*--(plan|check)\b)/, "manage.py migrate"],
  [/^django-admin migrate\b/, "django-admin migrate"],
  [/^(python[\d.]* -m )?alembic( -\S+ \S+)* upgrade\b/, "alembic upgrade"],
  [/^(python[\d.]* -m )?flask db upgrade\b/, "flask db upgrade"],
  [/^sequelize(-cli)? db:migrate$/, "sequelize db:migrate"],
  [/^typeorm(-ts-node-\w+)? migration:run\b/, "typeorm migration:run"],
  [/^(php )?\S*bin\/console doctrine:migrations:migrate\b/, "doctrine:migrations:migrate"],
  [/^(php )?\S*artisan migrate\b(?!.*--isolated)/, "artisan migrate"],
];

function migrationOf(command: StartCommand): string | undefined {
  const words = [command.name, ...command.args.map((arg) => arg ?? "?")];
  if (words[0] === "npx") words.shift();
  const line = words.join(" ");
  return MIGRATIONS.find(([pattern]) => pattern.test(line))?.[1];
}
