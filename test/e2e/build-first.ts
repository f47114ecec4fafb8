import { buildIfStale } from '../../build/install.mjs'

/** The specs drive what would ship, never the sources. */
export default buildIfStale
