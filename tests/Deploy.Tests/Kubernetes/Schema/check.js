// The schemas of Kubernetes and of the Prometheus operator over the objects in the given files. Prints what is wrong with
// each and ends with 1 when something is; else its kind and name.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);
const packages = ['kubernetes-models', '@kubernetes-models/prometheus-operator'];

function modelOf({ apiVersion, kind }) {
  for (const name of packages) {
    try {
      return require(`${name}/${apiVersion}/${kind}`)[kind];
    } catch (e) {
      if (!['MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'].includes(e.code)) throw e;
    }
  }
}

// The schemas let unknown fields pass. A check reads every field that its schema knows, so one that was never read is none.
function watched(value, path, unread) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, n) => watched(item, `${path}/${n}`, unread));
  const copy = {};
  for (const key of Object.keys(value)) {
    unread.add(`${path}/${key}`);
    copy[key] = watched(value[key], `${path}/${key}`, unread);
  }
  return new Proxy(copy, {
    get(target, key) {
      unread.delete(`${path}/${String(key)}`);
      return target[key];
    },
  });
}

function complaints(object) {
  const model = modelOf(object);
  if (!model) return [`there is no ${object.kind} in ${object.apiVersion}`];
  const unread = new Set();
  const wrong = [];
  try {
    model.prototype.validate.call(watched(object, '', unread));
  } catch (e) {
    if (!e.errors) throw e;
    wrong.push(...e.errors.map(error => `${error.instancePath || '/'} ${error.message}`));
  }
  const isWithinAnother = path => [...unread].some(other => path.startsWith(`${other}/`));
  wrong.push(...[...unread].filter(path => !isWithinAnother(path)).map(path => `${path} is an unknown field`));
  return wrong;
}

for (const file of process.argv.slice(2)) {
  // As Kubernetes reads YAML: 0440 is octal, and no key stands twice.
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'), { version: '1.1' })) {
    const object = document.toJS();
    const wrong = document.errors.length > 0 ? document.errors.map(e => e.message) : complaints(object);
    for (const complaint of wrong) console.log(`${file}: ${complaint}`);
    if (wrong.length > 0) process.exitCode = 1;
    else console.log(`${object.kind} ${object.metadata.name}`);
  }
}
