import { Redis } from 'ioredis';
import { WebSocketServer } from 'ws';

/** The least there can be between Redis and a socket: each message of a channel is sent to every client as it is. */
const [url = '', channel = '', port = '0'] = process.argv.slice(2);
const sockets = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false });
const redis = new Redis(url);
redis.on('message', (_channel, text) => {
  for (const socket of sockets.clients) socket.send(text);
});
await redis.subscribe(channel);
process.send?.('ready');
