import { createSpotlight } from '@mantine/spotlight'

/** Ctrl+K is opened by its key and from the top bar. */
export const [jumpStore, jump] = createSpotlight()
