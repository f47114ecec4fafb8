export const VersionsSection = (_: { handbookNo: string }) => null
