// A publisher for a Node app: one confirm channel, mandatory and persistent publishes, reconnects by itself.
const amqp = require('amqplib');
const { randomUUID } = require('node:crypto');

class MailPublisher {
  constructor(url) { this.url = url; this.returned = new Set(); }

  async channel() {
    if (!this.open) {
      this.open = (async () => {
        const connection = await amqp.connect(this.url);
        connection.on('error', () => {});
        const channel = await connection.createConfirmChannel();
        channel.on('error', () => {});
        channel.on('return', message => this.returned.add(message.properties.messageId));
        channel.on('close', () => { this.open = undefined; connection.close().catch(() => {}); });
        this.connection = connection;
        return channel;
      })();
      this.open.catch(() => { this.open = undefined; });
    }
    return this.open;
  }

  /** Resolves with the mail id once the broker has stored the request; tries again under the same id for 30 s. */
  async publish(request) {
    const id = request.id ?? randomUUID();
    const body = Buffer.from(JSON.stringify({ published_at: new Date().toISOString(), ...request, id }));
    const properties = { persistent: true, mandatory: true, messageId: id, contentType: 'application/json', priority: 1 };
    for (const until = Date.now() + 30_000; ;) {
      try {
        const channel = await this.channel();
        await new Promise((done, failed) => {
          channel.once('close', () => failed(new Error('the channel was closed')));
          channel.publish('mail-requests', 'mail-requests', body, properties, error => error ? failed(error) : done());
        });
        if (this.returned.delete(id)) throw Object.assign(new Error('no queue is bound to mail-requests'), { final: true });
        return id;
      } catch (e) {
        if (e.final || Date.now() > until) throw e;
        await new Promise(next => setTimeout(next, 500));
      }
    }
  }

  async close() {
    if (this.open) await (await this.open).close();
    await this.connection?.close().catch(() => {});
  }
}

module.exports = { MailPublisher };
