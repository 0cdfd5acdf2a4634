import { Redis, type Command } from 'ioredis';

type Sent = Parameters<Redis['sendCommand']>;

/**
 * The connection that listens. graphql-redis-subscriptions takes a failed SUBSCRIBE or UNSUBSCRIBE nowhere: the rejection would
 * end the process. Such a command fails with its connection only, and a new connection subscribes again by itself;
 * so the failure is told here, and the caller goes on waiting.
 */
export class SubscriberConnection extends Redis {
  override sendCommand(...sent: Sent): unknown {
    const result = super.sendCommand(...sent);
    if (!isChannelCommand(sent[0])) return result;
    return new Promise((resolve) => {
      Promise.resolve(result).then(resolve, (error: unknown) => this.emit('error', error));
    });
  }
}

function isChannelCommand(command: Command): boolean {
  return /^p?(un)?subscribe$/i.test(command.name);
}
