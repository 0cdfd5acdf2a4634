import { Redis, type Command } from 'ioredis';

type Sent = Parameters<Redis['sendCommand']>;

/**
 * The connection that listens. graphql-redis-subscriptions leaves the failure of a SUBSCRIBE or UNSUBSCRIBE to nobody: the
 * rejection would end the process, and what waits for it would wait for ever. Here such a command does not fail: it
 * is sent again over the next connection.
 */
export class SubscriberConnection extends Redis {
  override sendCommand(...sent: Sent): unknown {
    const [command] = sent;
    if (isChannelCommand(command)) {
      command.reject = (error) => {
        this.emit('error', error);
        if (this.status !== 'end') this.once('ready', () => void super.sendCommand(command));
      };
    }
    return super.sendCommand(...sent);
  }
}

function isChannelCommand(command: Command): boolean {
  return /^p?(un)?subscribe$/i.test(command.name);
}
