export * from '../../shared/contract/paths.ts'
