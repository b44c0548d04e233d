// First code of a thread. Node hands threads no loader for TypeScript, whichever way the process itself was started.
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
