export * from '../../../tiles/spheroid.ts';
