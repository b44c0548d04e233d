// First code of a process of the engine. It reads TypeScript, whichever way the service itself was started.
import { register } from 'tsx/esm/api';

register();
await import('./process.ts');
