// The shop: each line of its input is a paid order, {"order": 77, "name": "Ana", "email": "ana@example.com", "total": "12.50"};
// each gets one confirmation, which is worth nothing after a day. The order's number makes the mail id, so that an order
// that is read twice is confirmed once.
const { createHash } = require('node:crypto');
const readline = require('node:readline');
const { MailPublisher } = require('./mail.js');

const template = Number(process.env.SHOP_TEMPLATE ?? 50);

function mailId(order) {
  const hash = createHash('sha256').update(`shop/order/${order}/confirmation`).digest();
  hash[6] = 0x80 | (hash[6] & 0x0f);
  hash[8] = 0x80 | (hash[8] & 0x3f);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function main() {
  const mail = new MailPublisher(process.env.QUEUE_SERVICE_URL);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    const id = await mail.publish({
      id: mailId(order.order), template, app: 'shop', ref: order.order, topic: `order-${order.order}`,
      recipient: { name: order.name, email: order.email }, params: { ORDER: order.order, TOTAL: order.total },
      deadline: new Date(Date.now() + 86_400_000).toISOString(),
    });
    console.log(`order ${order.order}: ${id}`);
  }
  await mail.close();
}

main().catch(e => { console.error(e.message); process.exit(1); });
