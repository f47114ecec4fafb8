import { registerHooks } from 'node:module'

/** `node --import register.ts main.js`: the built main script runs unchanged, and gets the stand-in where it asks for Electron. */
const standIn = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
})
