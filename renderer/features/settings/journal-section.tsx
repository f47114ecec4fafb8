export const JournalSection = () => null
