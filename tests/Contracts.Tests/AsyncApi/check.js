// AsyncAPI's own parser over a document: prints every complaint and ends with 1 when one is an error.
import { fromFile, Parser } from '@asyncapi/parser';

const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
for (const d of diagnostics) console.log(['error', 'warning', 'info', 'hint'][d.severity], d.path.join('.'), d.message);
if (!document || diagnostics.some(d => d.severity === 0)) process.exit(1);
console.log('operations', document.operations().all().map(o => o.id()).join(' '));
