export { clearUp } from './erasure.ts';
