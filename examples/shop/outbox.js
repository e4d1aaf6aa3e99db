// The shop with a database: an order and its confirmation are one transaction, so that both are there or neither.
// Reads the same lines as shop.js. SHOP_DATABASE is postgresql://...; consumer relay --postgres "$SHOP_DATABASE"
// publishes what is written here, so that this program needs no broker.
const { randomUUID } = require('node:crypto');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { Client } = require('pg');

const template = Number(process.env.SHOP_TEMPLATE ?? 50);

async function pay(database, order) {
  await database.query('BEGIN');
  try {
    const paid = await database.query(
      'INSERT INTO orders (number, total) VALUES ($1, $2) ON CONFLICT DO NOTHING', [order.order, order.total]);
    if (paid.rowCount === 1) {
      const mail = {
        id: randomUUID(), template, app: 'shop', ref: order.order, topic: `order-${order.order}`,
        recipient: { name: order.name, email: order.email }, params: { ORDER: order.order, TOTAL: order.total },
        deadline: new Date(Date.now() + 86_400_000).toISOString(),
      };
      await database.query('INSERT INTO mail_outbox (body) VALUES ($1)', [JSON.stringify(mail)]);
    }
    if (order.fails) throw new Error(`order ${order.order} could not be paid`);
    await database.query('COMMIT');
  } catch (e) {
    await database.query('ROLLBACK');
    console.error(e.message);
  }
}

async function main() {
  const database = new Client({ connectionString: process.env.SHOP_DATABASE });
  await database.connect();
  await database.query(readFileSync(path.join(__dirname, '..', '..', 'contracts', 'outbox.sql'), 'utf8'));
  await database.query('CREATE TABLE IF NOT EXISTS orders (number integer PRIMARY KEY, total text NOT NULL)');
  for await (const line of readline.createInterface({ input: process.stdin })) await pay(database, JSON.parse(line));
  await database.end();
}

main().catch(e => { console.error(e.message); process.exit(1); });
