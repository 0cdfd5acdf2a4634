// Exits with 0 when a live subscription tells its position in the feed. VPA_URL is the API's address.
const address = `${process.env.VPA_URL.replace(/^http/, 'ws')}/graphql`;
const socket = new WebSocket(address, 'graphql-transport-ws');
const query = 'subscription { signalDetected { __typename ... on FeedPosition { cursor } } }';

function finish(code, text) {
  clearTimeout(deadline);
  console.log(`subscription: ${text}`);
  process.exitCode = code;
  socket.close(1000);
}
const deadline = setTimeout(() => finish(1, 'nothing came within 20 s'), 20_000);

socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
socket.addEventListener('error', () => finish(1, `no websocket at ${address}`));
socket.addEventListener('close', ({ code }) => {
  if (process.exitCode === undefined) finish(1, `closed with ${code}`);
});
socket.addEventListener('message', ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  else if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
  else if (message.type === 'next') {
    const item = message.payload.data?.signalDetected;
    finish(item?.__typename === undefined ? 1 : 0, JSON.stringify(message.payload));
  } else if (message.type === 'error' || message.type === 'complete') finish(1, JSON.stringify(message.payload ?? message.type));
});
