/**
 * Packages that write no files of their own in the ordinary use of a server, and parts of the standard libraries. A program that
 * imports only these, and whose own files are all read, writes what its own lines say. Sources: the manuals of Node and Python (`v8`
 * writes snapshots, `worker_threads` runs a file that nothing follows: both are left out), and each package's README.
 */
const NODE_OWN = new Set((
  "assert async_hooks buffer child_process console constants crypto dgram diagnostics_channel dns events fs fs/promises http http2 https net os path path/posix perf_hooks process punycode querystring " +
  "readline stream stream/promises string_decoder timers timers/promises tls tty url util zlib cluster"
).split(" "));

const NODE = new Set((
  "express body-parser cookie-parser cors helmet compression morgan debug dotenv express-async-errors express-rate-limit express-validator method-override serve-static http-errors passport jsonwebtoken bcrypt bcryptjs " +
  "koa @koa/router koa-router koa-bodyparser fastify @fastify/cors @fastify/helmet @hapi/hapi restify polka hono @hono/node-server ws socket.io socket.io-client " +
  "redis ioredis pg pg-promise mysql mysql2 mysql2/promise mongodb mongoose amqplib kafkajs nats memcached cassandra-driver @elastic/elasticsearch " +
  "axios node-fetch got superagent request undici lodash underscore ramda moment dayjs date-fns luxon uuid nanoid joi yup zod ajv validator async bluebird chalk colors ms qs yargs commander minimist " +
  "ejs pug handlebars mustache nunjucks express-handlebars prom-client @godaddy/terminus http-proxy http-proxy-middleware graphql @apollo/server apollo-server apollo-server-express stripe nodemailer rxjs tslib reflect-metadata"
).split(" "));

const PYTHON_OWN = new Set((
  "__future__ abc argparse array ast asyncio base64 bisect bz2 calendar cmath codecs collections concurrent contextlib contextvars copy csv dataclasses datetime decimal difflib email enum errno fractions functools " +
  "gc getpass gettext glob gzip hashlib heapq hmac html http imaplib inspect io ipaddress itertools json keyword locale logging lzma math mimetypes multiprocessing numbers operator os pathlib pickle platform pprint " +
  "queue random re secrets select shlex shutil signal smtplib socket sqlite3 ssl statistics string struct subprocess sys tarfile tempfile textwrap threading time timeit traceback types typing unicodedata unittest urllib uuid " +
  "warnings weakref xml zipfile zlib zoneinfo typing_extensions"
).split(" "));

const PYTHON = new Set((
  "flask flask_cors flask_restful flask_redis flask_pymongo werkzeug jinja2 markupsafe itsdangerous click blinker fastapi starlette pydantic pydantic_settings uvicorn gunicorn hypercorn aiohttp tornado sanic bottle falcon " +
  "redis aioredis pymongo motor bson psycopg2 psycopg asyncpg pymysql MySQLdb mysql aiomysql cassandra pika kafka aiokafka nats elasticsearch pymemcache requests httpx urllib3 dotenv environs decouple yaml toml " +
  "jwt jose passlib bcrypt cryptography prometheus_client structlog orjson ujson simplejson pytz dateutil stripe"
).split(" "));

/** Whether a Node package or module of the standard library is known to write nothing by itself. */
export function isQuietNodeModule(specifier: string): boolean {
  return isOwnNodeModule(specifier) || NODE.has(specifier);
}

/** The same for Node's own modules alone. */
export function isOwnNodeModule(specifier: string): boolean {
  return NODE_OWN.has(specifier.replace(/^node:/, ""));
}

/** The same for the first part of a Python module's name. */
export function isQuietPythonModule(name: string): boolean {
  return isOwnPythonModule(name) || PYTHON.has(name.split(".", 1)[0] ?? name);
}

/** The same for Python's own library alone. */
export function isOwnPythonModule(name: string): boolean {
  return PYTHON_OWN.has(name.split(".", 1)[0] ?? name);
}
